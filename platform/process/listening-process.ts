import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Finds the process that listens on a TCP port of this machine, where the system tells: Linux does, of this user's processes.
 *
 * @returns its name and number, such as `node (process 4711)`.
 * @see https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
 */
export function listeningProcess(port: number): string | undefined {
  try {
    const sockets = new Set(['tcp', 'tcp6'].flatMap((table) => socketsOn(port, table)));
    if (sockets.size === 0) return undefined;
    const id = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && hasOneOf(entry, sockets));
    return id && `${readFileSync(`/proc/${id}/comm`, 'utf8').trim()} (process ${id})`;
  } catch {
    // Another system, or a process that has ended meanwhile.
    return undefined;
  }
}

/** What the system names the sockets that listen on a port. */
function socketsOn(port: number, table: string): string[] {
  const address = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const [, ...rows] = read(`/proc/net/${table}`).trim().split('\n');
  return rows.flatMap((row) => {
    const [, local = '', , state, , , , , , inode] = row.trim().split(/\s+/);
    return state === LISTENS && local.endsWith(address) ? [`socket:[${inode}]`] : [];
  });
}

function hasOneOf(id: string, sockets: ReadonlySet<string>): boolean {
  try {
    const folder = `/proc/${id}/fd`;
    return readdirSync(folder).some((entry) => sockets.has(linkOf(`${folder}/${entry}`)));
  } catch {
    // Another user's.
    return false;
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A machine without IPv6.
    return '';
  }
}

const LISTENS = '0A';
