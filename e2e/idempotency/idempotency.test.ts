import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CoreClients, connectCores } from '../../seed/connect-cores.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

// That a key reaches its core through the router. What a core makes of it, the domains' tests show.

let system: System;
let cores: CoreClients;
let shop: ReturnType<typeof shopOf>;
/** What the orders are about. */
let account: string;
let product: string;

beforeAll(async () => {
  system = await startSystem();
  cores = connectCores(system.cores);
  shop = shopOf(system);
  [account, product] = await Promise.all([shop.createAccount(), shop.createProduct()]);
});
afterAll(async () => {
  cores.close();
  await system.stop();
});

test.each([
  {
    name: 'createAccount',
    document: `mutation ($input: AccountInput!) {
      made: createAccount(account: $input, idempotencyKey: "key") { id createdAt } }`,
    input: () => ({ name: 'Ada' }),
    count: async () => (await cores.account.listAccounts({})).accounts.length,
  },
  {
    name: 'createProduct',
    document: `mutation ($input: ProductInput!) {
      made: createProduct(product: $input, idempotencyKey: "key") { id price createdAt } }`,
    input: () => ({ name: 'Lamp', description: 'Brass', price: 49.9 }),
    count: async () => (await cores.catalog.listProducts({})).products.length,
  },
  {
    name: 'createOrder',
    document: `mutation ($input: OrderInput!) {
      made: createOrder(order: $input, idempotencyKey: "key") { id createdAt products { name quantity } } }`,
    input: () => ({ accountId: account, products: [{ id: product, quantity: 1 }] }),
    count: async () => (await cores.order.listOrders({})).orders.length,
  },
])('$name, sent again with its key, returns the first result and makes nothing', async ({ document, input, count }) => {
  const variables = { input: input() };
  const before = await count();
  const first = await system.ask(document, variables);
  expect(await system.ask(document, variables)).toEqual(first);
  expect(await count()).toBe(before + 1);
});

test.each([
  {
    name: 'updateAccount',
    document: `mutation ($id: ID!) {
      made: updateAccount(id: $id, account: { name: "Grace" }, idempotencyKey: "change") { name version } }`,
    id: () => account,
    made: { name: 'Grace', version: 2 },
  },
  {
    name: 'updateProduct',
    document: `mutation ($id: ID!) {
      made: updateProduct(id: $id, product: { price: 7 }, idempotencyKey: "change") { price version } }`,
    id: () => product,
    made: { price: 7, version: 2 },
  },
  {
    name: 'archiveProduct',
    document: 'mutation ($id: ID!) { made: archiveProduct(id: $id, idempotencyKey: "end") { archived version } }',
    id: () => shop.createProduct(),
    made: { archived: true, version: 2 },
  },
  {
    name: 'cancelOrder',
    document: 'mutation ($id: ID!) { made: cancelOrder(id: $id, idempotencyKey: "end") { status } }',
    id: () => shop.createOrder(account, product),
    made: { status: 'CANCELLED' },
  },
])('$name, sent again with its key, changes once, and the key is refused with another id', async (mutation) => {
  const { document, id, made } = mutation;
  const variables = { id: await id() };
  expect(await system.ask(document, variables)).toEqual({ made });
  expect(await system.ask(document, variables)).toEqual({ made });
  const error = await system.refusal(document, { id: UNKNOWN });
  expect(error.message).toBe('idempotencyKey was used before with another request; choose a new one');
  expect(error.extensions).toMatchObject({
    code: 'ALREADY_EXISTS',
    reason: 'REQUEST_ID_REUSED',
    fieldViolations: [{ field: 'idempotencyKey' }],
  });
});

test('an order is returned to a retry after its product was archived', async () => {
  const id = await shop.createProduct({ name: 'Old lamp' });
  const document = `mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "archived") {
    id products { id name product { archived } } } }`;
  const variables = { order: { accountId: account, products: [{ id, quantity: 1 }] } };
  const placed = await system.ask<{ createOrder: { id: string } }>(document, variables);
  await shop.archiveProduct(id);
  expect(await system.ask(document, variables)).toEqual({
    createOrder: { id: placed.createOrder.id, products: [{ id, name: 'Old lamp', product: { archived: true } }] },
  });
});

test('the units sold count an order once that was sent 20 times at once', async () => {
  const id = await shop.createProduct();
  const document = `mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "units") {
    products { product { unitsSold } } } }`;
  const variables = { order: { accountId: account, products: [{ id, quantity: 3 }] } };
  const sold = { createOrder: { products: [{ product: { unitsSold: 3 } }] } };
  const answers = await Promise.all(Array.from({ length: 20 }, () => system.ask(document, variables)));
  expect(answers).toEqual(answers.map(() => sold));
});
