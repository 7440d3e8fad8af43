import net from 'node:net';

/**
 * Makes a connection to a server and closes it, to see whether it can be reached.
 *
 * @param onEnd is told what it failed with; nothing when it was made. It is called once.
 * @returns what ends it before, and onEnd is not called.
 */
export function tryConnection(origin: string, onEnd: (error?: NodeJS.ErrnoException) => void): () => void {
  const { protocol, hostname, port } = new URL(origin);
  const host = hostname.replaceAll(/[[\]]/g, '');
  const socket = net.connect({ host, port: Number(port) || (protocol === 'https:' ? 443 : 80), timeout: CONNECT_MS });
  socket.once('connect', () => {
    socket.destroy();
    onEnd();
  });
  // A process that stood still is told of its time first, and then of the connection that was made meanwhile.
  socket.once('timeout', () => setImmediate(() => socket.destroy(timedOut())));
  socket.once('error', onEnd);
  // It must not keep a process that stops.
  socket.unref();
  return () => socket.destroy();
}

function timedOut(): NodeJS.ErrnoException {
  return Object.assign(new Error('No connection is made.'), { code: 'ETIMEDOUT', syscall: 'connect' });
}

/** Did a connection end as those to a machine do that is not there? A machine that is there refuses those to a process that has gone. */
export function isLost(error: NodeJS.ErrnoException | undefined): boolean {
  return LOST.has(error?.code ?? '');
}

const LOST = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);

/** As long as requests of the router, and to Elasticsearch, wait for their connection. */
const CONNECT_MS = 2_000;
