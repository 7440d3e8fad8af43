import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectCores, type CoreClients } from '../core-clients.ts';
import type { Answer } from '../graphql-client.ts';
import { startSystem, type System } from '../start-system.ts';
import { accountCases } from './accounts.ts';
import { CREATE_PRODUCT, LAMP, type WhatIsThere } from './case.ts';
import { fillStores } from './fill-stores.ts';
import { orderCases } from './orders.ts';
import { productCases } from './products.ts';

let system: System;
let there: WhatIsThere;
let cores: CoreClients;
let before: unknown;

beforeAll(async () => {
  system = await startSystem();
  there = await fillStores(system);
  cores = connectCores(system);
});
afterAll(async () => {
  cores.close();
  await system.stop();
});

beforeEach(async () => {
  before = await readStores();
});

describe.each([
  { of: 'accounts', cases: accountCases },
  { of: 'products', cases: productCases },
  { of: 'orders', cases: orderCases },
])('of $of', ({ cases }) => {
  test.each(
    cases.map((input) => [`${input.wrong} is refused at ${input.path?.join('.') ?? 'the document'}`, input] as const),
  )('%s', async (_, { document, variables, ...expected }) => {
    const { message, path, extensions } = await system.refusal(document, variables?.(there));
    const { code, reason, fieldViolations } = extensions;
    expect({ code, reason, path, fields: fieldViolations?.map(({ field }) => field) }).toEqual({
      code: expected.code ?? 'BAD_USER_INPUT',
      reason: expected.reason,
      path: expected.path,
      fields: expected.fields,
    });
    expect(message).toMatch(expected.message ?? /./);
    expect(await readStores(), 'what the stores hold').toEqual(before);
  });
});

test('the price 1e400 in the variables is refused', async () => {
  // JSON can say it, and JavaScript reads it as infinity; JSON.stringify cannot write it.
  const body = JSON.stringify({ query: CREATE_PRODUCT, variables: { product: { ...LAMP, price: 0 } } });
  const response = await fetch(`${system.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body.replace('"price":0', '"price":1e400'),
  });
  const { errors } = (await response.json()) as Answer<unknown>;
  expect(errors).toMatchObject([
    { extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field: 'product.price' }] } },
  ]);
  expect(await readStores(), 'what the stores hold').toEqual(before);
});

test('take 101 and first 101 are cut down to 100, and refused nowhere', async () => {
  const document = `{ accounts(pagination: { take: 101 }) { orders(pagination: { take: 101 }) { id } }
    products(pagination: { take: 101 }) { id } accountsConnection(first: 101) { nodes { id } } }`;
  const { accounts, products } = await system.ask<Record<'accounts' | 'products', unknown[]>>(document);
  // That it is 100, the longer lists of paging/ show.
  expect(accounts).toHaveLength(2);
  expect(products).toHaveLength(2);
});

/** All that the stores hold, archived products too. */
async function readStores(): Promise<unknown> {
  const ids = [there.lamp, there.priceInEuros, there.archived];
  return await Promise.all([
    cores.account.listAccounts({}),
    cores.catalog.listProducts({}),
    cores.catalog.batchGetProducts({ ids }),
    cores.order.listOrders({}),
    cores.order.batchGetUnitsSold({ productIds: ids }),
  ]);
}
