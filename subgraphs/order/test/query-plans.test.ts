import { randomUUID } from 'node:crypto';
import { migrate } from '@commerce/platform/postgres/migrate';
import { createDatabase } from '@commerce/testkit/stores/postgres-server';
import { type ExplainedPool, openExplainedPool } from '@commerce/testkit/stores/query-plans';
import { storeServers } from '@commerce/testkit/stores/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { order } from '../domain.ts';
import { createOrderRepository, type OrderRepository } from '../core/repository.ts';
import { PrismaClient } from '../generated/prisma/client.ts';

// The embedded database tells no plans, and would take minutes to fill.
const { postgres: server } = storeServers();
const ORDERS = 1_000_000;
const HOUR = [new Date('2026-01-03T10:00:00Z'), new Date('2026-01-03T11:00:00Z')] as const;

describe.runIf(server)(`with ${ORDERS} orders no statement reads a table from end to end`, () => {
  let explained: ExplainedPool;
  let repository: OrderRepository;
  let accounts: string[];
  let orders: string[];
  let products: string[];

  beforeAll(async () => {
    const url = await createDatabase(server ?? '', `plans-${randomUUID()}`);
    await migrate(url, order);
    // Not through the pool, whose statements have a limit: on a busy machine these take minutes.
    const filling = new pg.Client(url);
    await filling.connect();
    // 10,000 accounts with 100 orders each, of 1,000 products.
    await filling.query(`
      INSERT INTO orders (id, account_id, subject, currency_code, total_minor, created_at)
      SELECT ${uuid('1', 'n')}, ${uuid('2', 'n % 10000')}, 'customer ' || n % 10000, 'USD', 100, '2026-01-01'::timestamptz + n * interval '1 s'
      FROM generate_series(1, ${ORDERS}) AS n`);
    await filling.query(`
      INSERT INTO order_lines (order_id, position, product_id, name, description, unit_price_minor, quantity)
      SELECT ${uuid('1', 'n')}, 0, ${uuid('3', 'n % 1000')}, 'Lamp', '', 100, 1 FROM generate_series(1, ${ORDERS}) AS n`);
    await filling.query(`
      INSERT INTO units_sold (product_id, units) SELECT ${uuid('3', 'n')}, 1000 FROM generate_series(0, 9999) AS n`);
    await filling.query(`
      INSERT INTO requests (id, method, fingerprint, resource_id)
      SELECT 'r' || n, 'CreateOrder', 'f', ${uuid('1', 'n')} FROM generate_series(1, 100000) AS n`);
    await filling.query('ANALYZE');
    await filling.end();
    explained = await openExplainedPool(url);
    const { pool } = explained;
    const ids = async (table: string, column: string) =>
      (await pool.query<{ id: string }>(`SELECT ${column} AS id FROM ${table} LIMIT 100`)).rows.map(({ id }) => id);
    orders = await ids('orders', 'id');
    products = await ids('units_sold', 'product_id');
    accounts = [...new Set(await ids('orders', 'account_id'))];
    repository = createOrderRepository(new PrismaClient({ adapter: explained.adapter }));
  });
  afterAll(async () => await explained.pool.end());

  const newest = { pageSize: 100, pageToken: '', skip: 0 };
  const whole = { accountId: true, status: true, total: true, lines: { name: true, unitPrice: true } } as const;
  const request = { id: 'new', method: 'CreateOrder', fingerprint: 'f' };

  test.each<[what: string, statements: number, work: () => Promise<unknown>]>([
    ['an order by its id', 1, () => repository.findMany('all', orders.slice(0, 1), whole)],
    ['100 orders by their ids', 1, () => repository.findMany('all', orders, whole)],
    ['the newest orders', 1, () => repository.list('all', {}, newest, whole)],
    ['the orders at position 9,900', 1, () => repository.list('all', {}, { ...newest, skip: 9_900 }, whole)],
    [
      'the next page of orders',
      2,
      async () => repository.list('all', {}, { ...newest, pageToken: await token() }, whole),
    ],
    ['the oldest orders', 1, () => repository.list('all', {}, { ...newest, fromEnd: true }, whole)],
    ['the newest cancelled orders', 1, () => repository.list('all', { status: 'CANCELLED' }, newest, whole)],
    ['the orders of an hour', 1, () => repository.list('all', { from: HOUR[0], to: HOUR[1] }, newest, whole)],
    ['the number of orders of an hour', 1, () => repository.count('all', { from: HOUR[0], to: HOUR[1] })],
    ['the newest orders of an account', 1, () => repository.listByAccount('all', accounts.slice(0, 1), newest, whole)],
    ['the newest orders of 100 accounts', 1, () => repository.listByAccount('all', accounts, newest, whole)],
    ['units sold of 100 products', 1, () => repository.findUnitsSold(products)],
    ['what an earlier request placed', 2, () => repository.findPlaced('all', { ...request, key: 'r7' })],
    ['an order that is placed', 3, () => repository.create('all', newOrder(), undefined)],
    ['an order that is cancelled', 3, () => repository.cancel('all', orders[0] ?? '', undefined)],
  ])('%s', async (_what, statements, work) => {
    const plans = await explained.plansOf(work);
    expect(plans.length).toBeGreaterThanOrEqual(statements);
    for (const plan of plans) expect(plan).not.toContain('Seq Scan');
  });

  describe('to a customer, whose orders alone it goes through,', () => {
    const own = { subject: 'customer 7' };
    const ofAll = [...Array(100).keys()].map((n) => `20000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`);

    test.each<[what: string, work: () => Promise<unknown>]>([
      ['the newest orders', () => repository.list(own, {}, newest, whole)],
      ['the newest orders of an account', () => repository.listByAccount(own, ofAll.slice(7, 8), newest, whole)],
      ["the newest orders of another's account", () => repository.listByAccount(own, ofAll.slice(8, 9), newest, whole)],
      ['the newest orders of 100 accounts', () => repository.listByAccount(own, ofAll, newest, whole)],
    ])('%s', async (_what, work) => {
      const plans = await explained.plansOf(work);
      expect(plans.join('\n')).toContain('orders_subject_account_id_created_at_id_idx');
      for (const plan of plans) expect(plan).not.toContain('Seq Scan');
    });
  });

  async function token(): Promise<string> {
    return (await repository.list('all', {}, { ...newest, pageSize: 10 }, whole)).nextPageToken;
  }

  function newOrder() {
    const price = { currencyCode: 'USD', amountMinor: 100n };
    const line = { productId: products[0] ?? '', name: 'Lamp', description: '', unitPrice: price, quantity: 1 };
    return { accountId: accounts[0] ?? '', subject: null, total: price, lines: [line] };
  }
});

/** SQL for the UUID that begins with a digit and ends with a number. */
function uuid(first: string, number: string): string {
  return `('${first}0000000-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}
