import { afterEach, beforeEach, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { shopOf } from '../shop.ts';
import { endPrograms } from '@commerce/testkit/program';
import { type ChildSystem, startChild } from './child-system.ts';
import { type Acknowledged, type OrderRequest, placeOrders } from './order-writer.ts';

let data: DataFolder;
beforeEach(async () => {
  data = await makeDataFolder();
});
afterEach(async () => {
  await endPrograms();
  await data.remove();
});

test('kill -9 in the middle of writes loses no acknowledged one, leaves none by half, and a retry completes the rest', async () => {
  let system = await startChild(data.path);
  const shop = shopOf(system);
  const accountId = await shop.createAccount();
  const products = [await shop.createProduct({ name: 'Lamp' }), await shop.createProduct({ name: 'Mug' })];
  const requests = Array.from({ length: 90 }, (_, index): OrderRequest => {
    const lines = products.map((id, line) => ({ id, quantity: 1 + ((index + line) % 3) }));
    return { key: `order-${index}`, order: { accountId, products: lines } };
  });
  const acknowledged: Acknowledged = new Map();

  // Three times: a start has to cope with what the one before it left, too.
  for (const round of [1, 2, 3]) {
    await writeAndKill(
      system,
      requests.filter(({ key }) => !acknowledged.has(key)),
      acknowledged,
      20,
    );
    expect(acknowledged.size).toBeGreaterThanOrEqual(round * 20);
    expect(acknowledged.size).toBeLessThan(requests.length);
    system = await startChild(data.path);
    await expectNothingLost(system, accountId, products, acknowledged);
  }

  // All of them once more: those that were answered, those that were written and not answered, and the others.
  const retried: Acknowledged = new Map();
  await placeOrders(system, requests, retried);
  expect(retried.size).toBe(requests.length);
  for (const [key, id] of acknowledged) expect(retried.get(key)).toBe(id);
  const orders = await expectNothingLost(system, accountId, products, retried);
  expect(orders).toHaveLength(requests.length);
});

/** Kills the system when it has acknowledged some writes, with others under way. */
async function writeAndKill(
  system: ChildSystem,
  requests: OrderRequest[],
  acknowledged: Acknowledged,
  count: number,
): Promise<void> {
  let left = count;
  let killed: Promise<unknown> | undefined;
  await placeOrders(system, requests, acknowledged, () => {
    left -= 1;
    if (left <= 0) killed ??= system.end('SIGKILL');
  });
  await killed;
}

/** Every acknowledged order is there, every order has all its lines, and the units sold are those of the lines. */
async function expectNothingLost(
  { ask }: ChildSystem,
  accountId: string,
  products: string[],
  acknowledged: Acknowledged,
): Promise<Order[]> {
  const document = `query ($accountId: ID!) { products { id unitsSold }
    account(id: $accountId) { orders { id totalPrice products { id price quantity } } } }`;
  const answer = await ask<Everything>(document, { accountId });
  const { orders } = answer.account;
  expect(orders.map(({ id }) => id)).toEqual(expect.arrayContaining([...acknowledged.values()]));
  for (const { totalPrice, products: lines } of orders) {
    expect(lines.map(({ id }) => id)).toEqual(products);
    expect(totalPrice).toBeCloseTo(lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0));
  }
  const lines = orders.flatMap((order) => order.products);
  for (const { id, unitsSold } of answer.products) {
    expect(unitsSold).toBe(lines.reduce((sum, line) => sum + (line.id === id ? line.quantity : 0), 0));
  }
  return orders;
}

interface Order {
  id: string;
  totalPrice: number;
  products: { id: string; price: number; quantity: number }[];
}

interface Everything {
  products: { id: string; unitsSold: number }[];
  account: { orders: Order[] };
}
