import { join } from 'node:path';
import { conformance } from '@commerce/testkit/conformance/conformance-tests';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder, startOrderGraphBefore } from './start-order.ts';

let domain: OrderDomain;
let graph: GraphQLClient;
let shop: ReturnType<typeof shopOf>;
let [ada, grace, lamp] = ['', '', ''];
beforeAll(async () => {
  domain = await startOrder();
  ({ graph } = domain);
  shop = shopOf(domain);
  [ada, grace, lamp] = [shop.newAccount(), shop.newAccount(), shop.newProduct()];
});
afterAll(() => domain.stop());

describe('the order subgraph', () => {
  conformance({
    schemaFile: join(import.meta.dirname, '../graph/schema.graphql'),
    url: () => graph.url,
    core: () => domain.core,
    startBefore: startOrderGraphBefore,
    entities: [
      {
        type: 'Order',
        find: (count) =>
          makeMany(count, async () => {
            const { id } = await shop.createOrder(ada, [lamp]);
            return { id, totalPrice: 49.9, products: [{ name: 'Desk lamp' }] };
          }),
      },
      {
        type: 'Account',
        find: (count) =>
          makeMany(count, async () => {
            const id = shop.newAccount();
            await shop.createOrder(id, [lamp], 2);
            return { id, orders: [{ products: [{ quantity: 2 }] }] };
          }),
        unknown: { orders: [] },
      },
      {
        type: 'Product',
        find: (count) =>
          makeMany(count, async () => {
            const id = shop.newProduct();
            await shop.createOrder(ada, [id], 3);
            return { id, unitsSold: 3 };
          }),
        unknown: { unitsSold: 0 },
      },
    ],
  });
});

describe('order', () => {
  test('gives an order as it was placed, and references to what others know of it', async () => {
    const fan = shop.newProduct(500, 'JPY', 'Fan');
    const { id } = await shop.createOrder(grace, [fan], 3);
    const document = `query ($id: ID!) { order(id: $id) {
      id createdAt status totalPrice total { amount currencyCode } account { id }
      products { id name description price unitPrice { amount currencyCode } quantity lineTotal { amount } product { id } }
    } }`;
    expect(await graph.ask(document, { id: id.toUpperCase() })).toEqual({
      order: {
        id,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
        status: 'PLACED',
        totalPrice: 1_500,
        total: { amount: '1500', currencyCode: 'JPY' },
        account: { id: grace },
        products: [
          {
            id: fan,
            name: 'Fan',
            description: 'Brass, warm light',
            price: 500,
            unitPrice: { amount: '500', currencyCode: 'JPY' },
            quantity: 3,
            lineTotal: { amount: '1500' },
            product: { id: fan },
          },
        ],
      },
    });
  });

  test('gives null for an unknown id, and refuses one that is no UUID', async () => {
    expect(await graph.query(`{ order(id: "${UNKNOWN}") { id } }`)).toEqual({ data: { order: null } });
    expect(await graph.errors('{ order(id: "nonsense") { id } }')).toEqual([
      { code: 'BAD_USER_INPUT', path: 'order', fields: ['id'] },
    ]);
  });
});
