import { execFile } from 'node:child_process';
import { chmod, chown, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** What a server is made in, and its programs run with. */
export interface PostgresFolder {
  folder: string;
  /** Of the server, in the folder: not there yet. */
  data: string;
  /** How its programs are run: as who may, in the folder, from where they are found. */
  options: { cwd: string; env: NodeJS.ProcessEnv; uid?: number; gid?: number };
}

/** Makes a temporary folder that belongs to whom a PostgreSQL server runs as. Who made it removes it. */
export async function newPostgresFolder(): Promise<PostgresFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-postgres-'));
  const owner = await serverUser();
  await chmod(folder, 0o700);
  if (owner) await chown(folder, owner.uid, owner.gid);
  const options = { cwd: folder, env: { ...process.env, PATH: await searchPath() }, ...owner };
  return { folder, data: join(folder, 'data'), options };
}

/** Where the binaries are looked for: on the PATH, then where Debian puts them, which is not on it, the newest first. */
async function searchPath(): Promise<string> {
  const versions = await readdir(DEBIAN).catch((): string[] => []);
  const newestFirst = versions.toSorted((one, other) => other.localeCompare(one, 'en', { numeric: true }));
  return [process.env['PATH'], ...newestFirst.map((version) => join(DEBIAN, version, 'bin'))].join(delimiter);
}

const DEBIAN = '/usr/lib/postgresql';

/** PostgreSQL refuses to run as root: there it runs as the user that its packages make. */
async function serverUser(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await promisify(execFile)('id', [flag, 'postgres'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}
