import { costOf } from '@commerce/testkit/cost';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let graph: GraphQLClient;
/** Newest first, of two accounts; the second is cancelled. */
const orders: { id: string; createdAt: string }[] = [];
beforeAll(async () => {
  domain = await startOrder();
  ({ graph } = domain);
  const shop = shopOf(domain);
  const lamp = shop.newProduct();
  const [ada, grace] = [shop.newAccount(), shop.newAccount()];
  for (const account of [ada, grace, ada, grace]) {
    const { id } = await shop.createOrder(account, [lamp]);
    const { order } = await graph.ask<{ order: { id: string; createdAt: string } }>(
      `{ order(id: "${id}") { id createdAt } }`,
    );
    orders.unshift(order);
  }
  await domain.client.cancelOrder({ id: orders[1]?.id ?? '' });
});
afterAll(() => domain.stop());

const idsFrom = (indices: number[]) => indices.map((index) => ({ id: orders[index]?.id }));

describe('orders of all accounts', () => {
  test.each<[string, () => object, number[]]>([
    ['without a filter', () => ({}), [0, 1, 2, 3]],
    ['of a status', () => ({ filter: { status: 'CANCELLED' } }), [1]],
    ['of the other status', () => ({ filter: { status: 'PLACED' } }), [0, 2, 3]],
    ['that begins with an instant', () => ({ filter: { from: orders[2]?.createdAt } }), [0, 1, 2]],
    ['that ends before an instant', () => ({ filter: { to: orders[1]?.createdAt } }), [2, 3]],
    [
      'between two',
      () => ({ filter: { status: 'PLACED', from: orders[2]?.createdAt, to: orders[0]?.createdAt } }),
      [2],
    ],
    ['by position', () => ({ page: { skip: 1, take: 2 } }), [1, 2]],
  ])('%s', async (_what, variables, expected) => {
    const document = `query ($page: PaginationInput, $filter: OrderFilterInput) {
      orders(pagination: $page, filter: $filter) { id } }`;
    expect(await graph.ask(document, { ...variables() })).toEqual({ orders: idsFrom(expected) });
  });

  test('as a connection, to its end and back, with their number', async () => {
    const document = `query ($filter: OrderFilterInput, $first: Int, $after: String, $last: Int, $before: String) {
      ordersConnection(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totalCountIsExact } }`;
    const page = async (variables: object) =>
      (await graph.ask<{ ordersConnection: Connection }>(document, { filter: { status: 'PLACED' }, ...variables }))
        .ordersConnection;
    const first = await page({ first: 2 });
    expect(first).toMatchObject({ nodes: idsFrom([0, 2]), totalCount: 3, totalCountIsExact: true });
    expect(await page({ first: 2, after: first.pageInfo.endCursor })).toMatchObject({ nodes: idsFrom([3]) });
    const last = await page({ last: 2 });
    expect(last).toMatchObject({ nodes: idsFrom([2, 3]), pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    expect(await page({ last: 2, before: last.pageInfo.startCursor })).toMatchObject({
      nodes: idsFrom([0]),
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
  });

  test('cost one RPC and one statement, and their number one more', async () => {
    const ask = (fields: string) => graph.ask(`{ ordersConnection { nodes { id } ${fields} } }`);
    expect(await costOf(() => ask(''))).toEqual({ rpcs: { ListOrders: 1 }, statements: { order: 1 } });
    expect((await costOf(() => ask('totalCount totalCountIsExact'))).rpcs).toEqual({ ListOrders: 1, CountOrders: 1 });
  });
});

test('the core refuses a filter with a time that is none', async () => {
  const filter = { fromTime: { seconds: '99999999999999', nanos: 0 } };
  const refused = { kind: 'InvalidArgument', fields: ['filter.fromTime'] };
  expect(await refusalOf(domain.client.listOrders({ filter }))).toEqual(refused);
  expect(await refusalOf(domain.client.countOrders({ filter }))).toEqual(refused);
});

interface Connection {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
  totalCount: number;
  totalCountIsExact: boolean;
}
