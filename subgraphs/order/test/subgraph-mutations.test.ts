import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let graph: GraphQLClient;
let [accountId, lamp, archived, yen] = ['', '', '', ''];
beforeAll(async () => {
  domain = await startOrder();
  ({ graph } = domain);
  const shop = shopOf(domain);
  accountId = shop.newAccount();
  lamp = shop.newProduct();
  archived = shop.newArchived();
  yen = shop.newProduct(500, 'JPY');
});
afterAll(() => domain.stop());

const CREATE = `mutation ($order: OrderInput!, $key: String) {
  createOrder(order: $order, idempotencyKey: $key) { id status totalPrice products { id quantity } }
}`;
const CANCEL = 'mutation ($id: ID!, $key: String) { cancelOrder(id: $id, idempotencyKey: $key) { id status } }';

interface Placed {
  createOrder: { id: string };
}

function line(id: string, quantity = 1) {
  return { id, quantity };
}

test('a second change in one request sees what it changed itself', async () => {
  const shop = shopOf(domain);
  const order = { accountId: shop.newAccount(), products: [line(shop.newProduct(), 2)] };
  const seen = '{ id account { orders { id } } products { product { unitsSold } } }';
  interface Seen {
    id: string;
    account: { orders: { id: string }[] };
    products: { product: { unitsSold: number } }[];
  }
  const { a, b } = await graph.ask<{ a: Seen; b: Seen }>(
    `mutation ($order: OrderInput!) { a: createOrder(order: $order) ${seen} b: createOrder(order: $order) ${seen} }`,
    { order },
  );
  expect(a.account.orders.map(({ id }) => id)).toEqual([a.id]);
  expect(b.account.orders.map(({ id }) => id)).toEqual([b.id, a.id]);
  expect([a, b].map(({ products }) => products[0]?.product.unitsSold)).toEqual([2, 4]);
});

describe('createOrder and cancelOrder', () => {
  test('return the order', async () => {
    const variables = { order: { accountId, products: [line(lamp, 2), line(lamp)] } };
    const { createOrder } = await graph.ask<Placed>(CREATE, variables);
    expect(createOrder).toEqual({
      id: createOrder.id,
      status: 'PLACED',
      totalPrice: 149.7,
      products: [{ id: lamp, quantity: 3 }],
    });
    const cancelled = { cancelOrder: { id: createOrder.id, status: 'CANCELLED' } };
    expect(await graph.ask(CANCEL, { id: createOrder.id })).toEqual(cancelled);
    expect(await graph.ask(CANCEL, { id: createOrder.id })).toEqual(cancelled);
  });

  test('createOrder with a repeated key returns the first order, and refuses another one', async () => {
    const variables = { order: { accountId, products: [line(lamp)] }, key: 'key' };
    const first = await graph.ask(CREATE, variables);
    expect(await graph.ask(CREATE, variables)).toEqual(first);
    const other = { ...variables, order: { accountId, products: [line(lamp, 2)] } };
    expect(await graph.errors(CREATE, other)).toEqual([
      { code: 'ALREADY_EXISTS', path: 'createOrder', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });

  test('cancelOrder with a repeated key returns the order, and refuses another one', async () => {
    const order = { accountId, products: [line(lamp)] };
    const [{ createOrder: first }, { createOrder: second }] = [
      await graph.ask<Placed>(CREATE, { order }),
      await graph.ask<Placed>(CREATE, { order }),
    ];
    const cancelled = { cancelOrder: { id: first.id, status: 'CANCELLED' } };
    expect(await graph.ask(CANCEL, { id: first.id, key: 'cancel' })).toEqual(cancelled);
    expect(await graph.ask(CANCEL, { id: first.id, key: 'cancel' })).toEqual(cancelled);
    expect(await graph.errors(CANCEL, { id: second.id, key: 'cancel' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'cancelOrder', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });

  test.each(['', ' ', '\0'])('cancelOrder refuses the key %j', async (key) => {
    expect(await graph.errors(CANCEL, { id: UNKNOWN, key })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'cancelOrder', fields: ['idempotencyKey'] },
    ]);
  });

  test.each([
    ['an unknown order', UNKNOWN, 'NOT_FOUND'],
    ['an id that is no UUID', 'nonsense', 'BAD_USER_INPUT'],
  ])('cancelOrder refuses %s', async (_what, id, code) => {
    expect(await graph.errors(CANCEL, { id })).toEqual([{ code, path: 'cancelOrder', fields: ['id'] }]);
  });
});

describe('createOrder refuses', () => {
  const INVALID = 'BAD_USER_INPUT';
  test.each([
    ['no product', () => [], INVALID, 'ORDER_EMPTY', ['order.products']],
    ['101 lines', () => Array.from({ length: 101 }, () => line(lamp)), INVALID, 'TOO_MANY_LINES', ['order.products']],
    [
      'quantity 0 and −1',
      () => [line(lamp, 0), line(yen, -1)],
      INVALID,
      'QUANTITY_OUT_OF_RANGE',
      ['order.products[0].quantity', 'order.products[1].quantity'],
    ],
    ['an id that is no UUID', () => [line(lamp), line('x')], INVALID, undefined, ['order.products[1].id']],
    ['an unknown product', () => [line(lamp), line(UNKNOWN)], 'NOT_FOUND', 'PRODUCT_UNKNOWN', ['order.products[1].id']],
    [
      'an archived product',
      () => [line(archived)],
      'FAILED_PRECONDITION',
      'PRODUCT_ARCHIVED',
      ['order.products[0].id'],
    ],
    [
      'mixed currencies',
      () => [line(lamp), line(yen)],
      'FAILED_PRECONDITION',
      'CURRENCIES_MIXED',
      ['order.products[1].id'],
    ],
  ])('%s', async (_what, products, code, reason, fields) => {
    expect(await graph.errors(CREATE, { order: { accountId, products: products() } })).toEqual([
      { code, path: 'createOrder', ...(reason && { reason }), fields },
    ]);
  });

  test.each([
    [
      'an unknown account',
      UNKNOWN,
      'key-1',
      { code: 'NOT_FOUND', reason: 'ACCOUNT_UNKNOWN', fields: ['order.accountId'] },
    ],
    ['an account id that is no UUID', 'x', 'key-2', { code: INVALID, fields: ['order.accountId'] }],
    ['an empty key', UNKNOWN, '', { code: INVALID, fields: ['idempotencyKey'] }],
    ['a key with a NUL character', UNKNOWN, '\0', { code: INVALID, fields: ['idempotencyKey'] }],
  ])('%s', async (_what, account, key, error) => {
    const order = { accountId: account, products: [line(lamp)] };
    expect(await graph.errors(CREATE, { order, key })).toEqual([{ path: 'createOrder', ...error }]);
  });

  test('a quantity that is no 32-bit number, before any core is asked', async () => {
    const order = { accountId, products: [line(lamp, 2 ** 31)] };
    expect(await graph.errors(CREATE, { order })).toMatchObject([{ code: INVALID }]);
  });
});

// The last ones: they end the cores that others need.
test.each(['a', 'no'])(
  'createOrder with %s key says that it can be retried while another core is down',
  async (key) => {
    await domain.stopNeighbours();
    const order = { accountId, products: [line(lamp)] };
    const { data, errors } = await graph.query(CREATE, { order, ...(key === 'a' && { key }) });
    expect(data).toEqual({ createOrder: null });
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringMatching(/^The (account|catalog) service cannot be reached; retry later\.$/),
        path: ['createOrder'],
        extensions: { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 },
      }),
    ]);
  },
);
