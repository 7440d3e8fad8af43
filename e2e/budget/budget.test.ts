import { type Cost, costOf } from '@commerce/testkit/cost';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

// What an operation of a client costs the cores: RPCs by method, and SQL statements by store. The number of entities
// is in none of these numbers.

let system: System;
let account: string;
let order: string;
let products: string[];

beforeAll(async () => {
  system = await startSystem();
  const shop = shopOf(system);
  products = await makeMany(50, (n) => shop.createProduct({ name: `Lamp ${n}` }));
  const accounts = await makeMany(10, (n) => shop.createAccount(`Account ${n}`));
  // Three orders an account, with three lines each, so that every level of the answer has many entries.
  const orders = await makeMany(30, (n) =>
    shop.createOrder(accounts[n % 10] ?? '', ...[0, 1, 2].map((line) => products[(3 * n + line) % 50] ?? '')),
  );
  [account, order] = [accounts[0] ?? '', orders[0] ?? ''];
});
afterAll(() => system.stop());

interface Budget extends Cost {
  operation: string;
}

const budgets: Budget[] = [
  {
    operation: '{ accounts(pagination: { take: 10 }) { name orders { totalPrice products { name quantity price } } } }',
    rpcs: { ListAccounts: 1, BatchListOrdersByAccount: 1 },
    statements: { account: 1, order: 1 },
  },
  {
    operation: '{ accounts(pagination: { take: 10 }) { name orders { products { product { name price } } } } }',
    rpcs: { ListAccounts: 1, BatchListOrdersByAccount: 1, BatchGetProducts: 1 },
    statements: { account: 1, order: 1, catalog: 1 },
  },
  {
    operation:
      '{ accountsConnection(first: 10) { nodes { ordersConnection(first: 2) { nodes { account { name } } } } } }',
    rpcs: { ListAccounts: 1, BatchListOrdersByAccount: 1, BatchGetAccounts: 1 },
    statements: { account: 2, order: 1 },
  },
  {
    operation: '{ products(pagination: { take: 50 }) { name unitsSold } }',
    rpcs: { ListProducts: 1, BatchGetUnitsSold: 1 },
    statements: { catalog: 1, order: 1 },
  },
  {
    operation: 'query ($order: ID!) { order(id: $order) { totalPrice account { name } } }',
    rpcs: { BatchGetOrders: 1, BatchGetAccounts: 1 },
    statements: { order: 1, account: 1 },
  },
  {
    operation: 'query ($order: ID!) { order(id: $order) { products { product { price unitsSold } } } }',
    rpcs: { BatchGetOrders: 1, BatchGetProducts: 1, BatchGetUnitsSold: 1 },
    statements: { order: 2, catalog: 1 },
  },
  {
    operation: 'query ($account: ID!) { a: account(id: $account) { name } b: account(id: $account) { orders { id } } }',
    rpcs: { BatchGetAccounts: 1, BatchListOrdersByAccount: 1 },
    statements: { account: 1, order: 1 },
  },
];

test.each(budgets)('$operation', async ({ operation, rpcs, statements }) => {
  const ask = () => system.ask(operation, variablesOf(operation));
  // A connection of the pool may have to be told of its time limit first.
  await ask();
  expect(await costOf(ask)).toEqual({ rpcs, statements });
});

test('an operation costs the same for 100 entities as for one', async () => {
  const cost = (take: number) =>
    costOf(() =>
      system.ask(
        `{ products(pagination: { take: ${take} }) { unitsSold }
           accounts(pagination: { take: ${take} }) { orders { products { product { name unitsSold } } } } }`,
      ),
    );
  await cost(1);
  expect(await cost(100)).toEqual(await cost(1));
});

test('placing an order of 50 lines costs one RPC to each core', async () => {
  const lines = products.map((id) => ({ id, quantity: 1 }));
  const place = () =>
    system.ask('mutation ($o: OrderInput!) { createOrder(order: $o) { id } }', {
      o: { accountId: account, products: lines },
    });
  await place();
  const { rpcs, statements } = await costOf(place);
  expect(rpcs).toEqual({ CreateOrder: 1, BatchGetAccounts: 1, BatchGetProducts: 1 });
  expect(statements).toMatchObject({ account: 1, catalog: 1 });
});

function variablesOf(operation: string): Record<string, string> {
  return { ...(operation.includes('$order') && { order }), ...(operation.includes('$account') && { account }) };
}
