import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { TestServer } from './elasticsearch-server.ts';
import { START_PATIENCE_MS } from '../patience.ts';
import { freePort } from '../free-port.ts';
import { newPostgresFolder } from './postgres-folder.ts';

const run = promisify(execFile);

/**
 * Starts a real PostgreSQL server from the machine's binaries, on an empty folder, for the tests of one run.
 *
 * @throws Error that says what is missing: it never does without.
 */
export async function startPostgresServer(): Promise<TestServer> {
  const { folder, data, options } = await newPostgresFolder();
  await run('initdb', ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8'], options);
  return await serve(folder, data, options);
}

/**
 * Starts a copy of a server that stands by for it, and takes over what is written there
 * (https://www.postgresql.org/docs/current/app-pgbasebackup.html).
 */
export async function startPostgresCopy(serverUrl: string): Promise<TestServer> {
  const { folder, data, options } = await newPostgresFolder();
  const { hostname, port } = new URL(serverUrl);
  const from = ['--host', hostname, '--port', port, '--username', 'postgres'];
  const how = ['--write-recovery-conf', '--wal-method', 'stream', '--checkpoint', 'fast', '--no-sync'];
  await run('pg_basebackup', ['--pgdata', data, ...from, ...how], options);
  return await serve(folder, data, options);
}

async function serve(folder: string, data: string, options: object): Promise<TestServer> {
  const port = await freePort();
  // Nothing here must outlive the tests, so nothing waits for the disk, or writes to it twice. What is told of tables there is
  // for a test to ask for: hundreds of databases would keep a worker busy that looks at one after the other.
  const settings = [
    'fsync=off',
    'full_page_writes=off',
    'max_wal_size=2GB',
    'autovacuum=off',
    'max_connections=400',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    'postgres',
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    {
      ...options,
      stdio: 'ignore',
    },
  );
  process.once('exit', () => server.kill('SIGINT'));
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`;
  await untilItAnswers(url, server);
  return {
    url,
    async stop() {
      const exited = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGINT');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Creates an empty database on a server, and gives its URL. */
export async function createDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client(serverUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function untilItAnswers(url: string, server: ChildProcess): Promise<void> {
  const giveUp = performance.now() + START_PATIENCE_MS;
  while (server.exitCode === null && performance.now() < giveUp) {
    const client = new pg.Client(url);
    try {
      await client.connect();
      return;
    } catch {
      await wait(100);
    } finally {
      await client.end();
    }
  }
  throw new Error('PostgreSQL did not start.');
}
