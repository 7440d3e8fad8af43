import { appendFile, rm } from 'node:fs/promises';
import { freePort } from '@commerce/testkit/free-port';
import { startProgram } from '@commerce/testkit/program';
import { newPostgresFolder, type PostgresFolder } from '@commerce/testkit/stores/postgres-folder';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { storeServers } from '@commerce/testkit/stores/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { documentedCommands, runInShell } from './documented-commands.ts';

// The orders go back to the moment before they were deleted, by the commands of docs/backup.md, on a server of their own.

describe.runIf(storeServers().postgres)('orders that were restored to a moment', () => {
  let data: DataFolder;
  let server: Awaited<ReturnType<typeof archivingServer>>;
  let system: System;
  const made = { beforeBase: '', afterBase: '', late: '' };
  beforeAll(async () => {
    data = await makeDataFolder();
    server = await archivingServer();
    system = await startSystem(data, { ORDER_DATABASE_URL: server.order });
    const shop = shopOf(system);
    const account = await shop.createAccount();
    const product = await shop.createProduct();
    const order = (key: string) => createOrder(system, key, account, product);
    made.beforeBase = await order('before the base');
    await server.backUp();
    made.afterBase = await order('after the base');
    const moment = await server.now();
    made.late = await order('after the moment');
    await server.sql('DELETE FROM order_lines; DELETE FROM orders');
    expect(await listed(system)).toEqual([]);
    await system.stop();
    await server.restore(moment);
    system = await startSystem(data, { ORDER_DATABASE_URL: server.order });
  });
  afterAll(async () => {
    await system?.stop();
    await server?.remove();
    await data?.remove();
  });

  test('are those until then, of the base and of what was archived since', async () => {
    expect(await listed(system)).toEqual([
      { id: made.afterBase, products: [{ quantity: 2, product: { name: 'Desk lamp' } }] },
      { id: made.beforeBase, products: [{ quantity: 2, product: { name: 'Desk lamp' } }] },
    ]);
  });

  test('agree with accounts and catalog', async () => {
    const { code, stdout } = await startProgram(['build/subgraphs/order/core/verify-references/main.js'], {
      ACCOUNT_CORE: system.cores.account,
      CATALOG_CORE: system.cores.catalog,
      ORDER_CORE: system.cores.order,
    }).ended;
    expect([code, stdout.trim()]).toEqual([0, 'No reference is lost in 2 orders.']);
  });

  test('are written to: a retry of what is there is one, of what was lost is done again', async () => {
    const { accounts, products } = await system.ask<Record<'accounts' | 'products', [{ id: string }]>>(
      '{ accounts { id } products { id } }',
    );
    const retry = (key: string) => createOrder(system, key, accounts[0].id, products[0].id);
    expect(await retry('after the base')).toBe(made.afterBase);
    const again = await retry('after the moment');
    expect(Object.values(made)).not.toContain(again);
    expect((await listed(system)).map(({ id }) => id)).toEqual([again, made.afterBase, made.beforeBase]);
  });
});

async function createOrder(system: System, key: string, accountId: string, product: string): Promise<string> {
  const document = `mutation ($key: String!, $order: OrderInput!) {
    createOrder(idempotencyKey: $key, order: $order) { id } }`;
  const order = { accountId, products: [{ id: product, quantity: 2 }] };
  return (await system.ask<{ createOrder: { id: string } }>(document, { key, order })).createOrder.id;
}

/** The newest first. */
async function listed(system: System): Promise<{ id: string }[]> {
  const document = '{ orders { id products { quantity product { name } } } }';
  return (await system.ask<{ orders: { id: string }[] }>(document)).orders;
}

/** A server that is set up, backed up and restored by what the page says, but for its paths and addresses. */
async function archivingServer() {
  const place = await newPostgresFolder();
  const port = String(await freePort());
  const [settings = '', backUp = '', restore = '', ...others] = (
    await documentedCommands('PostgreSQL: a base backup, and all that was written since')
  ).map((script) => script.replaceAll('/backup', `${place.folder}/backup`).replaceAll('db-host', '127.0.0.1'));
  expect(others).toEqual([]);
  const run = (script: string) =>
    runInShell(script, { PGDATA: place.data, PGHOST: '127.0.0.1', PGPORT: port }, place.options);
  await startServer(place, port, settings, run);
  const order = await createDatabase(`postgresql://commerce@127.0.0.1:${port}/postgres?sslmode=disable`, 'order');
  const sql = async (text: string) => {
    const client = new pg.Client(order);
    await client.connect();
    try {
      return await client.query(text);
    } finally {
      await client.end();
    }
  };
  return {
    order,
    sql,
    async now(): Promise<string> {
      const { rows } = await sql('SELECT now()::text AS now');
      return (rows as [{ now: string }])[0].now;
    },
    async backUp() {
      await run(backUp);
    },
    /** Until the server is one that is written to. What it had is put aside, and it may have been anything. */
    async restore(moment: string) {
      // The page's first sentence: stop the server. It archives what it wrote last.
      await run('pg_ctl -w -m fast stop');
      expect(restore).toContain("recovery_target_time = '");
      await run(restore.replace(/(recovery_target_time = )'.*'/, `$1'${moment}'`));
    },
    async remove() {
      await run('pg_ctl -w -m immediate stop').catch(() => undefined);
      await rm(place.folder, { recursive: true, force: true });
    },
  };
}

async function startServer(
  { folder, data }: PostgresFolder,
  port: string,
  settings: string,
  run: (script: string) => Promise<string>,
) {
  await run('initdb --username commerce --auth trust --encoding UTF8');
  // The folder of the archive has to be there, and to be the server's.
  await run(`mkdir -p ${folder}/backup/order/wal`);
  const own = [
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    `unix_socket_directories = '${folder}'`,
    'fsync = off',
  ];
  await appendFile(`${data}/postgresql.conf`, `${own.join('\n')}\n${settings}`);
  await run(`pg_ctl -l ${folder}/log -w start`);
}
