import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isShopEmpty } from '../../seed/is-shop-empty.ts';
import { seedCores } from '../../seed/seed-cores.ts';
import { startSystem, type System } from '../start-system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const silent = () => new Writable({ write: (_chunk, _encoding, done) => done() });

interface Page {
  nodes: { id: string; ordersConnection: { nodes: { id: string; products: { quantity: number }[] }[] } }[];
}

/** How many accounts, products and orders clients see. */
async function count() {
  const { accountsConnection } = await system.ask<{ accountsConnection: Page }>(
    '{ accountsConnection { nodes { id ordersConnection { nodes { id products { quantity } } } } } }',
  );
  const first = await system.ask<{ productsConnection: { nodes: unknown[]; pageInfo: { endCursor: string } } }>(
    '{ productsConnection { nodes { id } pageInfo { endCursor } } }',
  );
  const rest = await system.ask<{ productsConnection: { nodes: unknown[] } }>(
    'query ($after: String) { productsConnection(after: $after) { nodes { id } } }',
    { after: first.productsConnection.pageInfo.endCursor },
  );
  const orders = accountsConnection.nodes.flatMap(({ ordersConnection }) => ordersConnection.nodes);
  expect(orders.every(({ products }) => products.length > 0)).toBe(true);
  return {
    accounts: accountsConnection.nodes.length,
    products: first.productsConnection.nodes.length + rest.productsConnection.nodes.length,
    orders: orders.length,
  };
}

test('the sample shop has 50 accounts, 200 products and 500 orders, and a second seeding adds none', async () => {
  // What `npm start` looks at before it fills the shop by itself.
  expect(await isShopEmpty(system.cores)).toBe(true);
  await seedCores(system.cores, silent());
  expect(await isShopEmpty(system.cores)).toBe(false);
  const shop = { accounts: 50, products: 200, orders: 500 };
  expect(await count()).toEqual(shop);
  await seedCores(system.cores, silent());
  expect(await count()).toEqual(shop);
});

test('the sample shop can be searched', async () => {
  const { products } = await system.ask<{ products: { name: string }[] }>('{ products(query: "cafe mug") { name } }');
  expect(products.length).toBeGreaterThan(0);
  expect(products.every(({ name }) => /caf[eé]/i.test(name))).toBe(true);
});
