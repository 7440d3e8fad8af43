import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { type CoreClients, connectCores } from '../core-clients.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

let system: System;
let cores: CoreClients;
let order: { accountId: string; products: { id: string; quantity: number }[] };

beforeEach(async () => {
  system = await startSystem();
  cores = connectCores(system);
  const shop = shopOf(system);
  const [accountId, product] = await Promise.all([shop.createAccount(), shop.createProduct()]);
  order = { accountId, products: [{ id: product, quantity: 1 }] };
});
afterEach(async () => {
  cores.close();
  await system.stop();
});

const CREATE_ORDER = 'mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "k") { id } }';

test.each(['account', 'catalog'] as const)(
  'no order is placed while the %s core is down, and a placed one is still returned to its retry',
  async (domain) => {
    const placed = await system.ask(CREATE_ORDER, { order });
    await system.stopPart(`${domain} core`);

    const newOrder = `mutation ($order: OrderInput!) { createOrder(order: $order) { id } }`;
    const { message, path, extensions } = await system.refusal(newOrder, { order });
    expect(message).toBe(`The ${domain} service cannot be reached; retry later.`);
    expect(path).toEqual(['createOrder']);
    // The field is the order subgraph's, whoever it was that it needed.
    expect(extensions).toEqual({ code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: 'order' });

    expect(await system.ask(CREATE_ORDER, { order })).toEqual(placed);
    const { orders } = await cores.order.listOrders({});
    expect(orders).toHaveLength(1);
    const productIds = order.products.map(({ id }) => id);
    expect((await cores.order.batchGetUnitsSold({ productIds })).unitsSold).toEqual(['1']);
  },
);

test('orders are placed while the account and catalog subgraphs are down', async () => {
  await system.stopPart('account graph');
  await system.stopPart('catalog graph');
  await system.ask(CREATE_ORDER, { order });
  expect((await cores.order.listOrders({})).orders).toHaveLength(1);
});

// The servers of TEST_POSTGRES=1 and TEST_ELASTICSEARCH=1 are every test's; there this one cannot stop them.
test.skipIf(inject('postgresUrl') ?? inject('elasticsearchUrl'))(
  'a store that is down is named as such, and nothing else of it is told',
  async () => {
    await system.stopPart('stores');
    const { data, errors = [] } = await system.query(
      'query ($id: ID!) { account(id: $id) { name orders { id } } products { id } }',
      { id: order.accountId },
    );
    expect(data).toEqual({ account: null, products: null });
    expect(errors.map(({ message, path, extensions }) => ({ message, path, ...extensions }))).toEqual(
      expect.arrayContaining([
        {
          message: 'The account store cannot be reached; retry later.',
          path: ['account'],
          code: 'UNAVAILABLE',
          retryable: true,
          retryAfterMs: 1_000,
          subgraph: 'account',
        },
        {
          message: 'The catalog store cannot be reached; retry later.',
          path: ['products'],
          code: 'UNAVAILABLE',
          retryable: true,
          retryAfterMs: 1_000,
          subgraph: 'catalog',
        },
      ]),
    );
    expect(errors).toHaveLength(2);
  },
);
