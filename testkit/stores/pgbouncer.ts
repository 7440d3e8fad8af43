import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { TestServer } from './elasticsearch-server.ts';
import { START_PATIENCE_MS } from '../patience.ts';
import { freePort } from '../free-port.ts';

/** Is PgBouncer on this machine? Debian's package puts it on the PATH. */
export function hasPgBouncer(): boolean {
  return spawnSync('pgbouncer', ['--version']).status === 0;
}

/** Starts PgBouncer before a server, with transaction pooling. @param size how many sessions all clients share. */
export async function startPgBouncer(serverUrl: string, size: number): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-pgbouncer-'));
  const server = new URL(serverUrl);
  const port = await freePort();
  const settings = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    auth_type: 'any',
    pool_mode: 'transaction',
    default_pool_size: size,
    // It refuses root, and the configuration is readable for everybody.
    ...(process.getuid?.() === 0 && { user: 'nobody' }),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  const database = `* = host=${server.hostname} port=${server.port} user=${server.username}\n`;
  const file = join(folder, 'pgbouncer.ini');
  await writeFile(file, `[databases]\n${database}[pgbouncer]\n${lines.join('')}`);
  const child = spawn('pgbouncer', ['--quiet', file], { stdio: 'ignore' });
  process.once('exit', () => child.kill('SIGINT'));
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  const giveUp = performance.now() + START_PATIENCE_MS;
  while (!(await isListening(port))) {
    if (child.exitCode !== null || performance.now() > giveUp) throw new Error('PgBouncer did not start.');
    await wait(100);
  }
  return {
    url: url.href,
    async stop() {
      child.kill('SIGINT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function isListening(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
