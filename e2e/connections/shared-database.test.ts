import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { hasPgBouncer, startPgBouncer } from '@commerce/testkit/stores/pgbouncer';
import { startPooler } from '@commerce/testkit/stores/pooler';
import { storeServers } from '@commerce/testkit/stores/servers';
import { beforeAll, describe, expect, test } from 'vitest';
import { DOMAINS } from '../../standalone/generated/domains.ts';
import { startSystem, type System } from '../start-system.ts';

const { postgres } = storeServers();

const PLACE = `mutation ($o: OrderInput!, $key: String) { createOrder(order: $o, idempotencyKey: $key) { id } }`;

// The embedded database has one schema.
describe.runIf(postgres)('domains that share a database, each in a schema of its own', () => {
  let url: string;
  beforeAll(async () => {
    url = await createDatabase(postgres ?? '', `shared-${randomUUID()}`);
  });

  const start = async (server: string, parameters = '') => {
    const urls = DOMAINS.map(({ domain }) => [
      `${domain.prefix}_DATABASE_URL`,
      `${server}&schema=${domain.name}${parameters}`,
    ]);
    const stores = { ELASTICSEARCH_URL: undefined, DIRECT_DATABASE_URL: url, ...Object.fromEntries(urls) };
    return await startSystem(undefined, stores);
  };

  /** One of each, all with the same key, found again by raw statements and by Prisma's. */
  const use = async ({ ask }: System, key: string) => {
    const make = `mutation ($key: String) {
      createAccount(account: { name: "Ada" }, idempotencyKey: $key) { id }
      createProduct(product: { name: "Lamp ${key}", description: "", price: 3 }, idempotencyKey: $key) { id }
    }`;
    interface Made {
      createAccount: { id: string };
      createProduct: { id: string };
    }
    const made = await ask<Made>(make, { key });
    expect(await ask<Made>(make, { key })).toEqual(made);
    const o = { accountId: made.createAccount.id, products: [{ id: made.createProduct.id, quantity: 2 }] };
    const placed = await ask(PLACE, { o, key });
    expect(await ask(PLACE, { o, key })).toEqual(placed);
    const found = await ask(
      `query ($id: ID!) { account(id: $id) { orders { total { amount } } } products(query: "lamps ${key}") { unitsSold } }`,
      { id: made.createAccount.id },
    );
    expect(found).toEqual({ account: { orders: [{ total: { amount: '6.00' } }] }, products: [{ unitsSold: 2 }] });
  };

  const tablesIn = async () => {
    const client = new pg.Client(url);
    await client.connect();
    const { rows } = await client.query<{ schema: string; requests: string }>(
      `SELECT schemaname AS schema, count(*) FILTER (WHERE tablename = 'requests') AS requests FROM pg_tables
       WHERE schemaname NOT IN ('pg_catalog', 'information_schema') GROUP BY 1 ORDER BY 1`,
    );
    await client.end();
    return rows;
  };

  const ways = [
    { how: 'directly', open: async () => ({ url, stop: async () => {} }), parameters: '' },
    { how: 'through a pooler', open: () => startPooler(url, { size: 3 }), parameters: '&pgbouncer=true' },
    { how: 'through PgBouncer', open: () => startPgBouncer(url, 3), parameters: '&pgbouncer=true' },
  ];

  test.each(hasPgBouncer() ? ways : ways.slice(0, -1))('serve $how, and share nothing', async (way) => {
    const { how, open, parameters } = way;
    const server = await open();
    const system = await start(server.url, parameters);
    try {
      await use(system, how.replaceAll(' ', ''));
    } finally {
      await system.stop();
      await server.stop();
    }
    const names = DOMAINS.map(({ domain }) => domain.name).toSorted();
    expect(await tablesIn()).toEqual(names.map((schema) => ({ schema, requests: '1' })));
  });
});
