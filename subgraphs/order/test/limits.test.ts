import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { refusalOf } from '@commerce/testkit/refusal';
import { storeServers } from '@commerce/testkit/stores/servers';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
});
afterAll(() => domain.stop());

const countOrders = async () => (await domain.client.listOrders({})).orders.length;

// The embedded database has one session: nobody else can keep a lock.
describe.runIf(storeServers().postgres)('an order that waits for another one', () => {
  let other: pg.Client;
  beforeAll(async () => {
    other = new pg.Client(domain.databaseUrl);
    await other.connect();
  });
  afterAll(() => other.end());

  async function sessionsAtWork(): Promise<number | null> {
    const text = `SELECT FROM pg_stat_activity WHERE application_name = 'commerce-order' AND state <> 'idle'
      AND datname = current_database()`;
    return (await other.query(text)).rowCount;
  }

  test('is not placed when its caller was told that it failed', async () => {
    const [accountId, lamp] = [shop.newAccount(), shop.newProduct()];
    await shop.createOrder(accountId, [lamp]);
    const before = await countOrders();
    await other.query('BEGIN; UPDATE units_sold SET units = units');
    const late = withTimeLeft(2_600, () => shop.createOrder(accountId, [lamp]));
    expect(await refusalOf(late)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
    await other.query('ROLLBACK');
    await expect.poll(sessionsAtWork).toBe(0);
    expect(await countOrders()).toBe(before);
  });
});

test('more than a response can carry is refused before it was read', async () => {
  const accountId = shop.newAccount();
  const book = shop.newProduct();
  shop.changeProduct(book, { description: 'x'.repeat(500_000), unitPrice: { currencyCode: 'USD', amountMinor: '1' } });
  for (let n = 0; n < 20; n += 1) await shop.createOrder(accountId, [book]);
  const list = refusalOf(domain.client.listOrders({ pageSize: 20 }));
  expect(await list).toEqual({ kind: 'ResourceExhausted', reason: 'RESPONSE_TOO_LARGE', fields: [] });
  // The core serves on, and keeps nothing of it.
  const heap = await heapInUse();
  for (let n = 0; n < 20; n += 1) await refusalOf(domain.client.listOrders({ pageSize: 20 }));
  expect((await heapInUse()) - heap).toBeLessThan(50 * 2 ** 20);
  expect((await domain.client.listOrders({ pageSize: 1 })).orders).toHaveLength(1);
});

/** In bytes, without what is garbage. */
async function heapInUse(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What was closed is let go in later turns.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return process.memoryUsage().heapUsed;
}
