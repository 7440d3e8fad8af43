import { encodePageToken } from '@commerce/platform/lists/page-token';
import { coreContract } from '@commerce/testkit/core-contract';
import { costOf } from '@commerce/testkit/cost';
import { readList } from '@commerce/testkit/read-pages';
import { refusalOf } from '@commerce/testkit/refusal';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Order, type OrderClient, orderService } from '../client.ts';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let client: OrderClient;
let [ada, grace, idle, lamp, pen] = ['', '', '', '', ''];
/** Newest first, as the lists have them. */
let orders: Order[];
beforeAll(async () => {
  domain = await startOrder();
  ({ client } = domain);
  const shop = shopOf(domain);
  [ada, grace, idle] = [shop.newAccount(), shop.newAccount(), shop.newAccount()];
  [lamp, pen] = [shop.newProduct(), shop.newProduct(10)];
  orders = [];
  for (const account of [ada, ada, grace, ada, grace, ada, ada]) {
    orders.unshift(await shop.createOrder(account, [lamp, pen], 2));
  }
});
afterAll(() => domain.stop());

const tooMany = Array.from({ length: 1_001 }, () => UNKNOWN);
const invalid = (...fields: string[]) => ({ kind: 'InvalidArgument', fields });
const of = (accountId: string) => orders.filter((order) => order.accountId === accountId);

async function pages(
  accountIds: string[],
  page: { pageSize?: number; skip?: number; pageToken?: string; fromEnd?: boolean; omitPageTokens?: boolean } = {},
) {
  return (await client.batchListOrdersByAccount({ accountIds, ...page })).results;
}

describe('the order core to any gRPC client', () => {
  coreContract({
    service: orderService,
    address: () => domain.core.address,
    adminOrigin: () => domain.core.adminOrigin,
    get: 'GetOrder',
  });
});

describe('GetOrder and BatchGetOrders', () => {
  test('GetOrder gives an order, and refuses what is none', async () => {
    const [order] = orders;
    expect(await client.getOrder({ id: order?.id.toUpperCase() ?? '' })).toEqual({ order });
    expect(await refusalOf(client.getOrder({ id: UNKNOWN }))).toEqual({ kind: 'NotFound', fields: ['id'] });
    expect(await refusalOf(client.getOrder({ id: 'nonsense' }))).toEqual(invalid('id'));
  });

  test('BatchGetOrders keeps the order asked, repeats, and leaves holes, with one statement', async () => {
    const [first, second, ...rest] = orders.map(({ id }) => id);
    const ids = [second ?? '', UNKNOWN, first ?? '', 'nonsense', second ?? '', ...rest];
    const { results } = await client.batchGetOrders({ ids });
    expect(results.map(({ order }) => order)).toEqual([
      orders[1],
      null,
      orders[0],
      null,
      orders[1],
      ...orders.slice(2),
    ]);
    expect(results.map(({ order, notFound }) => notFound === !order)).not.toContain(false);
    expect((await costOf(() => client.batchGetOrders({ ids }))).statements).toEqual({ order: 1 });
    expect(await refusalOf(client.batchGetOrders({ ids: tooMany }))).toEqual(invalid('ids'));
  });
});

describe('ListOrders', () => {
  test('goes newest first to the end, and from a position, with one statement a page', async () => {
    const list = await readList(async (pageToken) => {
      const { orders: items, ...tokens } = await client.listOrders({ pageSize: 2, pageToken });
      return { items, ...tokens };
    });
    expect(list).toEqual(orders);
    expect((await client.listOrders({ pageSize: 2, skip: 3 })).orders).toEqual(orders.slice(3, 5));
    expect((await costOf(() => client.listOrders({}))).statements).toEqual({ order: 1 });
  });

  test.each([
    [{ pageSize: -1, skip: -1 }, ['pageSize', 'skip']],
    [{ skip: 9_901 }, ['skip']],
    [{ pageToken: 'garbled' }, ['pageToken']],
    [{ pageToken: encodePageToken('accounts', [0, UNKNOWN]) }, ['pageToken']],
    [{ pageToken: encodePageToken(`orders:${UNKNOWN}`, [0, UNKNOWN]) }, ['pageToken']],
  ])('refuses %j', async (request, fields) => {
    expect(await refusalOf(client.listOrders(request))).toEqual(invalid(...fields));
  });
});

describe('BatchListOrdersByAccount', () => {
  test('gives a page for each account, in the order asked, with one statement', async () => {
    const accountIds = [grace.toUpperCase(), UNKNOWN, ada, idle, 'nonsense', grace];
    const results = await pages(accountIds);
    expect(results.map((result) => result.orders)).toEqual([of(grace), [], of(ada), [], [], of(grace)]);
    expect((await costOf(() => pages(accountIds))).statements).toEqual({ order: 1 });
  });

  test('leaves out the tokens of the entries where they are not wanted, and goes on all the same', async () => {
    const [whole] = await pages([ada], { pageSize: 2 });
    expect(await pages([ada], { pageSize: 2, omitPageTokens: true })).toEqual([{ ...whole, pageTokens: [] }]);
    const list = await client.listOrders({ pageSize: 2 });
    expect(await client.listOrders({ pageSize: 2, omitPageTokens: true })).toEqual({ ...list, pageTokens: [] });
  });

  test("cuts each account's list alike, and goes on from a token of its own", async () => {
    const results = await pages([ada, grace], { pageSize: 2, skip: 1 });
    expect(results.map((result) => result.orders)).toEqual([of(ada).slice(1, 3), of(grace).slice(1)]);
    expect(results.map(({ nextPageToken }) => nextPageToken !== '')).toEqual([true, false]);
    const all = await readList(async (pageToken) => {
      const [page] = await pages([ada], { pageSize: 2, pageToken });
      return {
        items: page?.orders ?? [],
        pageTokens: page?.pageTokens ?? [],
        nextPageToken: page?.nextPageToken ?? '',
      };
    });
    expect(all).toEqual(of(ada));
  });

  test("goes through each account's list from its end", async () => {
    const results = await pages([ada, grace], { pageSize: 2, fromEnd: true });
    expect(results.map((result) => result.orders)).toEqual([of(ada).slice(-2), of(grace).slice(-2)]);
    const pageToken = results[0]?.nextPageToken ?? '';
    const [before] = await pages([ada], { pageSize: 2, pageToken, fromEnd: true });
    expect(before?.orders).toEqual(of(ada).slice(-4, -2));
  });

  test("refuses another account's token, and one with two accounts", async () => {
    const pageToken = (await pages([ada], { pageSize: 1 }))[0]?.nextPageToken ?? '';
    expect(await refusalOf(pages([grace], { pageToken }))).toEqual(invalid('pageToken'));
    expect(await refusalOf(pages([ada, grace], { pageToken }))).toEqual(invalid('pageToken'));
    expect(await refusalOf(pages([ada], { pageToken: 'garbled' }))).toEqual(invalid('pageToken'));
  });

  test('refuses 1,001 accounts and numbers out of range', async () => {
    expect(await refusalOf(pages(tooMany))).toEqual(invalid('accountIds'));
    expect(await refusalOf(pages([ada], { pageSize: -1, skip: 9_901 }))).toEqual(invalid('pageSize', 'skip'));
  });
});

describe('BatchCountOrdersByAccount', () => {
  test('counts for each account, in the order asked, with one statement', async () => {
    const accountIds = [grace.toUpperCase(), UNKNOWN, ada, idle, 'nonsense', grace];
    const { results } = await client.batchCountOrdersByAccount({ accountIds });
    const counts = [of(grace).length, 0, of(ada).length, 0, 0, of(grace).length];
    expect(results).toEqual(counts.map((count) => ({ counted: count === 0 ? null : { count, isExact: true } })));
    const { statements } = await costOf(() => client.batchCountOrdersByAccount({ accountIds }));
    expect(statements).toEqual({ order: 1 });
    expect(await refusalOf(client.batchCountOrdersByAccount({ accountIds: tooMany }))).toEqual(invalid('accountIds'));
  });
});

describe('BatchGetUnitsSold', () => {
  test('counts for each product, in the order asked, with one statement', async () => {
    const productIds = [pen.toUpperCase(), UNKNOWN, lamp, 'nonsense', pen];
    expect(await client.batchGetUnitsSold({ productIds })).toEqual({ unitsSold: ['14', '0', '14', '0', '14'] });
    expect((await costOf(() => client.batchGetUnitsSold({ productIds }))).statements).toEqual({ order: 1 });
    expect(await refusalOf(client.batchGetUnitsSold({ productIds: tooMany }))).toEqual(invalid('productIds'));
  });
});

describe('what an order costs', () => {
  test('one RPC to each of the other cores, however many lines it has', async () => {
    const lines = [lamp, pen].map((productId) => ({ productId, quantity: 1 }));
    const { rpcs } = await costOf(() => client.createOrder({ accountId: ada, lines }));
    expect(rpcs).toEqual({ CreateOrder: 1, BatchGetAccounts: 1, BatchGetProducts: 1 });
  });

  test("nothing, when the caller's deadline has passed", async () => {
    const cost = await costOf(async () => {
      const create = withTimeLeft(-1, () => client.createOrder({ accountId: ada, lines: [] }));
      expect(await refusalOf(create)).toMatchObject({ kind: 'DeadlineExceeded' });
    });
    expect(cost).toEqual({ rpcs: {}, statements: {} });
  });
});
