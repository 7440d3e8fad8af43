import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CoreClients, connectCores } from '../core-clients.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

let system: System;
let cores: CoreClients;
let shop: ReturnType<typeof shopOf>;
/** What the orders are about. */
let account: string;
let product: string;

beforeAll(async () => {
  system = await startSystem();
  cores = connectCores(system);
  shop = shopOf(system);
  [account, product] = await Promise.all([shop.createAccount(), shop.createProduct()]);
});
afterAll(async () => {
  cores.close();
  await system.stop();
});

/** The mutations that take a key: each with an input, another, one that is refused, and the number of what they made. */
const mutations = [
  {
    name: 'createAccount',
    document: `mutation ($input: AccountInput!, $key: String) {
      made: createAccount(account: $input, idempotencyKey: $key) { id name createdAt version } }`,
    input: () => ({ name: 'Ada' }),
    otherInput: () => ({ name: 'Grace' }),
    badInput: () => ({ name: ' ' }),
    count: async () => (await cores.account.listAccounts({})).accounts.length,
  },
  {
    name: 'createProduct',
    document: `mutation ($input: ProductInput!, $key: String) {
      made: createProduct(product: $input, idempotencyKey: $key) { id name price createdAt version } }`,
    input: () => ({ name: 'Lamp', description: 'Brass', price: 49.9 }),
    otherInput: () => ({ name: 'Lamp', description: 'Brass', price: 49.91 }),
    badInput: () => ({ name: 'Lamp', description: 'Brass', price: -1 }),
    count: async () => (await cores.catalog.listProducts({})).products.length,
  },
  {
    name: 'createOrder',
    document: `mutation ($input: OrderInput!, $key: String) {
      made: createOrder(order: $input, idempotencyKey: $key) { id createdAt totalPrice products { name quantity } } }`,
    input: () => ({ accountId: account, products: [{ id: product, quantity: 1 }] }),
    otherInput: () => ({ accountId: account, products: [{ id: product, quantity: 2 }] }),
    badInput: () => ({ accountId: account, products: [] }),
    count: async () => (await cores.order.listOrders({})).orders.length,
  },
];

describe.each(mutations)('$name', ({ name, document, input, otherInput, badInput, count }) => {
  test('sent again returns the first result and makes nothing', async () => {
    const variables = { input: input(), key: `${name} again` };
    const first = await system.ask(document, variables);
    const before = await count();
    expect(await system.ask(document, variables)).toEqual(first);
    expect(await count()).toBe(before);
  });

  test('sent 20 times at once makes one', async () => {
    const before = await count();
    const variables = { input: input(), key: `${name} in parallel` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => system.ask(document, variables)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await count()).toBe(before + 1);
  });

  test('with the key of another input is refused, and the first result stays', async () => {
    const key = `${name} of another`;
    const first = await system.ask(document, { input: input(), key });
    const before = await count();
    const { path, extensions } = await system.refusal(document, { input: otherInput(), key });
    expect(path).toEqual(['made']);
    expect(extensions).toMatchObject({ code: 'ALREADY_EXISTS', fieldViolations: [{ field: 'idempotencyKey' }] });
    expect(await count()).toBe(before);
    expect(await system.ask(document, { input: input(), key })).toEqual(first);
  });

  test('without a key makes one each time', async () => {
    const before = await count();
    const first = await system.ask(document, { input: input() });
    expect(await system.ask(document, { input: input() })).not.toEqual(first);
    expect(await count()).toBe(before + 2);
  });

  test('that was refused leaves its key free', async () => {
    const key = `${name} refused`;
    await system.refusal(document, { input: badInput(), key });
    const before = await count();
    await system.ask(document, { input: input(), key });
    expect(await count()).toBe(before + 1);
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

test('the units sold count a retried order once', async () => {
  const id = await shop.createProduct();
  const document = `mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "units") {
    products { product { unitsSold } } } }`;
  const variables = { order: { accountId: account, products: [{ id, quantity: 3 }] } };
  const sold = { createOrder: { products: [{ product: { unitsSold: 3 } }] } };
  expect(await Promise.all([1, 2, 3].map(() => system.ask(document, variables)))).toEqual([sold, sold, sold]);
});
