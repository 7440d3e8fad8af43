import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readConfig } from '@commerce/platform/config/read-config';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import { standaloneVariables } from '../../standalone/config.ts';
import { FREE_PORTS } from '../../standalone/free-ports.ts';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { startStandalone } from '../../standalone/start.ts';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { endPrograms } from '@commerce/testkit/program';
import { startSystem } from '../start-system.ts';
import { spawnChild, startChild } from './child-system.ts';

let data: DataFolder;
beforeEach(async () => {
  data = await makeDataFolder();
});
afterEach(async () => {
  await endPrograms();
  await data.remove();
});

test('SIGINT and SIGTERM stop the system in order, and it starts again', async () => {
  const system = await startChild(data.path);
  await system.ask('mutation { createAccount(account: { name: "Ada" }) { id } }');
  expect(await system.end('SIGINT')).toMatchObject({ code: 0, stderr: '' });

  const again = await startChild(data.path);
  expect(await again.ask('{ accounts { name } }')).toEqual({ accounts: [{ name: 'Ada' }] });
  expect(await again.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
});

test('a second start on the same data says so in one line', async () => {
  const first = await startChild(data.path);
  const { code, stderr, stdout } = await spawnChild(data.path).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    `commerce: The data in ${data.path} is in use: another process was started on it. Stop that first.\n`,
  );
  expect(await first.ask('{ accounts { name } }')).toEqual({ accounts: [] });
});

test('a busy port is one line', async () => {
  const { port, close } = await listenSomewhere();
  const before = await readdir(data.path);
  const { code, stderr, stdout } = await spawnChild(data.path, { CATALOG_CORE_PORT: String(port) }).ended;
  await close();
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^commerce: ${portInUse(port, 'CATALOG_CORE_PORT')}\n$`));
  // And before anything of it was made.
  expect(await readdir(data.path)).toEqual(before);
});

// In this process, which need not load all of it again.
test('all busy ports are named, also of parts that start late, and nothing was started', async () => {
  const { port, close } = await listenSomewhere();
  const ports = { ORDER_GRAPH_PORT: port, ADMIN_PORT: port };
  await expect(startSystem(data, ports)).rejects.toThrow(
    new RegExp(`${portInUse(port, '(ADMIN_PORT|ORDER_GRAPH_PORT)')}\n.* are both ${port}: choose another port`),
  );
  await close();
  // The data is free again.
  await (await startSystem(data)).stop();
});

test('to seed and not to seed is one line', async () => {
  const { code, stderr } = await spawnChild(data.path, {}, ['--seed', '--no-seed']).ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'commerce: --seed and --no-seed contradict each other: leave one of them out.\n',
  });
});

test('a data folder that cannot be written is one line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'commerce-e2e-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  const dataDir = join(file, 'data');
  const { code, stderr, stdout } = await spawnChild(dataDir).ended;
  await rm(folder, { recursive: true });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^commerce: Cannot write to the data folder [^\n]*make it writable, or set DATA_DIR\.\n$/);
  expect(stderr).toContain(dataDir);
});

test.each([
  { doing: 'made its first database', file: /./ },
  { doing: 'made that of the next domain', file: /catalog/ },
])('a first start that was killed while it $doing leaves nothing in the way of the next', async ({ file }) => {
  const empty = await mkdtemp(join(tmpdir(), 'commerce-e2e-'));
  const child = spawnChild(empty);
  // Wherever it works, it has some of a database's thousand files.
  const files = async () => (await readdir(empty, { recursive: true })).filter((path) => file.test(path));
  await expect.poll(async () => (await files()).length, { interval: 1 }).toBeGreaterThan(10);
  child.process.kill('SIGKILL');
  await child.ended;

  // Again in this process.
  const variables = { ...FREE_PORTS, NODE_ENV: 'test', DATA_DIR: empty };
  const { origin, stop } = await startStandalone(readConfig(standaloneVariables, variables));
  expect(await graphqlClient(`${origin}/graphql`).ask('{ accounts { id } }')).toEqual({ accounts: [] });
  await stop();
  expect((await readdir(empty)).toSorted()).toEqual(DOMAINS.map(({ domain }) => domain.name).toSorted());
  await rm(empty, { recursive: true });
});

test('a start that was killed while it filled the shop is made good by the next one', async () => {
  const killed = spawnChild(data.path, {}, []);
  await killed.said('50 accounts are there');
  await killed.end('SIGKILL');

  const next = spawnChild(data.path, {}, []);
  const said = await next.said('Ctrl-C');
  expect(said).toContain('500 orders are there');
  const [, url = ''] = /GraphQL +(http:\S+)/.exec(said) ?? [];
  const { products } = await graphqlClient(url).ask<{ products: unknown[] }>('{ products { id } }');
  expect(products).not.toEqual([]);
  // The one after that finds nothing to make good: what somebody has deleted by then stays deleted.
  expect(await readdir(data.path)).not.toContain(BEGUN);
});

test('a shop that was begun is not gone on with where nobody wants it', async () => {
  await writeFile(join(data.path, BEGUN), '');
  const system = await startChild(data.path);
  expect(await readdir(data.path)).not.toContain(BEGUN);
  expect(await system.ask('{ accounts { id } }')).toEqual({ accounts: [] });
});

const { postgres } = storeServers();

test.runIf(postgres)(
  'a shop that was begun here says nothing of a store elsewhere, and nothing is put into that',
  async () => {
    const store = { ACCOUNT_DATABASE_URL: await createDatabase(postgres ?? '', `elsewhere-${randomUUID()}`) };
    const system = await startChild(data.path, store);
    await system.ask('mutation { createAccount(account: { name: "Ada" }) { id } }');
    await system.end('SIGTERM');

    await writeFile(join(data.path, BEGUN), '');
    const next = spawnChild(data.path, store, []);
    expect(await next.said('Ctrl-C')).not.toContain('are there');
  },
);

const BEGUN = 'sample-shop-begun';

/** A pattern. It is this process that listens. */
function portInUse(port: number, variable: string): string {
  const owner = process.platform === 'linux' ? ` by .+ \\(process ${process.pid}\\)` : '';
  return `Port ${port} \\(${variable}\\) is in use${owner}: stop what listens there, or choose another port\\.`;
}

/** A port that something else listens on. */
async function listenSomewhere(): Promise<{ port: number; close: () => Promise<unknown> }> {
  const server: Server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return { port, close: () => new Promise((closed) => server.close(closed)) };
}
