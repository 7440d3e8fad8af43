import { createHash } from 'node:crypto';
import { realpath, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';

/**
 * Keeps other processes on this machine out of a folder while this one runs. The lock is a listening local socket, which
 * the system closes however the process ends: a lock file would outlive `kill -9`, and a process id in it may be
 * another process's by then.
 *
 * @returns what releases the lock.
 * @throws UserError when another process holds it.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const name = `commerce-${createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16)}`;
  const server = await listenOnce(name);
  if (!server)
    throw new UserError(`The data in ${folder} is in use: another process was started on it. Stop that first.`);
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Listens on a local socket of this name, which one process on the machine can do at a time. */
async function listenOnce(name: string): Promise<Server | undefined> {
  // These two kinds have no file: nothing is left of them, and there is nothing to take over.
  if (process.platform === 'linux') return await tryListen(`\0${name}`);
  if (process.platform === 'win32') return await tryListen(`\\\\.\\pipe\\${name}`);
  const path = join(tmpdir(), `${name}.sock`);
  return (await tryListen(path)) ?? (await takeOver(path));
}

/** The socket's file may be left from a process that was killed: then nobody answers. */
async function takeOver(path: string): Promise<Server | undefined> {
  if (await isAnswered(path)) return undefined;
  await rm(path, { force: true });
  return await tryListen(path);
}

function tryListen(path: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
