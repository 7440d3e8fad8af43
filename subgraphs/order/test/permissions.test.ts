import { newId } from '@commerce/platform/values/uuid';
import { type Callers, startCallers } from '@commerce/testkit/callers';
import { costOf } from '@commerce/testkit/cost';
import { outcomeOf, refusalOf, refusalTextOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

// Where nobody is asked who they are, everybody may do everything: the other tests are of that.

let callers: Callers;
let domain: OrderDomain;
let client: OrderDomain['client'];
let product: string;
/** An account of each customer, and one of nobody who signs in. */
const accounts: Record<string, string> = {};
/** Two orders of each account, the newest first. */
const orders: Record<string, string[]> = {};
beforeAll(async () => {
  callers = await startCallers();
  domain = await startOrder(callers.variables);
  ({ client } = domain);
  product = shopOf(domain).newProduct();
  for (const name of NAMES.toReversed()) {
    const id = newAccount(name);
    accounts[name] = id;
    const who = name === 'shop' ? 'orders:write' : name;
    orders[name] = [await place(who, id), await place(who, id)].toReversed();
  }
});
afterAll(async () => {
  await domain.stop();
  await callers.stop();
});

/** @param name of whoever it belongs to; `shop`: nobody who signs in. */
function newAccount(name: string): string {
  const id = newId();
  domain.accounts.tell('Account', id, { subject: name === 'shop' ? null : name });
  return id;
}

async function place(who: string, accountId: string, requestId = ''): Promise<string> {
  const lines = [{ productId: product, quantity: 2 }];
  const { order } = await callers.as(who, () => client.createOrder({ accountId, lines, requestId }));
  return order?.id ?? '';
}

const STAFF = ['accounts:read', 'accounts:write', 'catalog:write', 'orders:read', 'orders:write'];
const NAMES = ['shop', 'grace', 'ada'];
const ordersOf = (names: readonly string[]) => names.flatMap((name) => orders[name] ?? []);

describe.each([
  ['ada', ['ada']],
  ['grace', ['grace']],
  ['somebody without an account', []],
  ...STAFF.map((scope): [string, string[]] => [scope, scope === 'orders:read' ? NAMES : []]),
])('%s reads the orders of %j, and no others', (who, names) => {
  const read = <T>(work: () => Promise<T>) => callers.as(who, work);

  test('GetOrder', async () => {
    const all = ordersOf(NAMES);
    const outcomes = await Promise.all(all.map((id) => outcomeOf(read(() => client.getOrder({ id })))));
    expect(outcomes).toEqual(all.map((id) => (ordersOf(names).includes(id) ? 'done' : 'NotFound')));
  });

  test('BatchGetOrders', async () => {
    const ids = [...ordersOf(NAMES), UNKNOWN];
    const { results } = await read(() => client.batchGetOrders({ ids }));
    const mine = ordersOf(names);
    expect(results.map(({ order }) => order?.id)).toEqual(ids.map((id) => (mine.includes(id) ? id : undefined)));
    // What there never was is told to those alone who see all.
    expect(results.map(({ notFound }) => notFound)).toEqual([...ids.slice(1).map(() => false), who === 'orders:read']);
  });

  test('ListOrders, in pages of one', async () => {
    const list: string[] = [];
    let pageToken = '';
    do {
      const page = await read(() => client.listOrders({ pageSize: 1, pageToken }));
      list.push(...page.orders.map(({ id }) => id));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(list.filter((id) => ordersOf(NAMES).includes(id))).toEqual(ordersOf(names));
  });

  test('CountOrders', async () => {
    const { orders: all } = await read(() => client.listOrders({}));
    expect(await read(() => client.countOrders({}))).toEqual({ count: all.length, isExact: true });
  });

  test('BatchCountOrdersByAccount', async () => {
    const accountIds = NAMES.map((name) => accounts[name] ?? '');
    const { results } = await read(() => client.batchCountOrdersByAccount({ accountIds }));
    const two = { count: 2, isExact: true };
    expect(results).toEqual(NAMES.map((name) => ({ counted: names.includes(name) ? two : null })));
  });

  test('BatchListOrdersByAccount, whose pages are full', async () => {
    const accountIds = NAMES.map((name) => accounts[name] ?? '');
    const { results } = await read(() => client.batchListOrdersByAccount({ accountIds, pageSize: 1 }));
    const newest = NAMES.map((name) => (names.includes(name) ? ordersOf([name]).slice(0, 1) : []));
    expect(results.map((page) => page.orders.map(({ id }) => id))).toEqual(newest);
    expect(results.map(({ nextPageToken }) => nextPageToken !== '')).toEqual(newest.map((page) => page.length > 0));
  });

  test('BatchGetUnitsSold, for whoever keeps the catalog, too', async () => {
    const outcome = await outcomeOf(read(() => client.batchGetUnitsSold({ productIds: [product] })));
    const isTold = ['orders:read', 'catalog:write'].includes(who);
    expect(outcome).toBe(isTold ? 'done' : 'Forbidden SCOPE_REQUIRED');
  });
});

describe.each([
  ['ada', ['ada']],
  ['somebody without an account', []],
  ...STAFF.map((scope): [string, string[]] => [scope, scope === 'orders:write' ? NAMES : []]),
])('%s changes the orders of %j, and no others', (who, names) => {
  test('CancelOrder', async () => {
    const outcomes = NAMES.map(async (name) => {
      const id = await place('orders:write', newAccount(name));
      const outcome = await outcomeOf(callers.as(who, () => client.cancelOrder({ id })));
      const { order } = await callers.as('orders:read', () => client.getOrder({ id }));
      return [name, outcome, order?.status];
    });
    const expected = NAMES.map((name) =>
      names.includes(name) ? [name, 'done', 'ORDER_STATUS_CANCELLED'] : [name, 'NotFound', 'ORDER_STATUS_PLACED'],
    );
    expect(await Promise.all(outcomes)).toEqual(expected);
  });

  test('CreateOrder', async () => {
    const outcomes = await Promise.all(NAMES.map((name) => outcomeOf(place(who, newAccount(name)))));
    expect(outcomes).toEqual(NAMES.map((name) => (names.includes(name) ? 'done' : 'NotFound ACCOUNT_UNKNOWN')));
  });
});

test.each<[string, () => Promise<unknown>]>([
  ['CreateOrder', () => client.createOrder({ accountId: accounts['ada'] ?? '', lines: [] })],
  ['GetOrder', () => client.getOrder({ id: UNKNOWN })],
  ['BatchGetOrders', () => client.batchGetOrders({ ids: [] })],
  ['ListOrders', () => client.listOrders({})],
  ['CountOrders', () => client.countOrders({})],
  ['BatchCountOrdersByAccount', () => client.batchCountOrdersByAccount({ accountIds: [] })],
  ['BatchListOrdersByAccount', () => client.batchListOrdersByAccount({ accountIds: [] })],
  ['BatchGetUnitsSold', () => client.batchGetUnitsSold({ productIds: [product] })],
  ['CancelOrder', () => client.cancelOrder({ id: UNKNOWN })],
])('nobody may ask for %s', async (_rpc, call) => {
  const nobody = { kind: 'Unauthenticated', reason: 'TOKEN_REQUIRED', fields: [] };
  expect(await refusalOf(callers.as('nobody', call))).toEqual(nobody);
});

describe('LinkOrders', () => {
  test.each([
    ['ada', 'Forbidden SCOPE_REQUIRED'],
    ['orders:read', 'Forbidden SCOPE_REQUIRED'],
    ['nobody', 'Unauthenticated TOKEN_REQUIRED'],
  ])('is not for %s', async (who, outcome) => {
    const accountId = accounts['ada'] ?? '';
    expect(await outcomeOf(callers.as(who, () => client.linkOrders({ accountId })))).toBe(outcome);
  });

  test('gives the orders of an account, and no others, to whoever it was linked to', async () => {
    const [accountId, other] = [newAccount('shop'), newAccount('shop')];
    const placed = [await place('orders:write', accountId), await place('orders:write', accountId)];
    const stays = await place('orders:write', other);
    domain.accounts.tell('Account', accountId, { subject: 'linked' });
    const linkedReads = (id: string) => outcomeOf(callers.as('linked', () => client.getOrder({ id })));
    expect(await linkedReads(placed[0] ?? '')).toBe('NotFound');
    for (const requestId of ['', 'once', 'once']) {
      const link = () => client.linkOrders({ accountId, requestId });
      expect(await callers.as('orders:write', link)).toEqual({ orderCount: 2 });
    }
    expect(await Promise.all([...placed, stays].map(linkedReads))).toEqual(['done', 'done', 'NotFound']);
  });

  test('names an account that does not exist for whoever asks', async () => {
    const link = () => callers.as('orders:write', () => client.linkOrders({ accountId: UNKNOWN }));
    domain.accounts.tell('Account', UNKNOWN, null);
    expect(await refusalOf(link())).toEqual({ kind: 'NotFound', reason: 'ACCOUNT_UNKNOWN', fields: ['accountId'] });
  });
});

const lines = () => [{ productId: product, quantity: 1 }];

test.each<[string, theirs: () => string, (id: string) => Promise<unknown>]>([
  ['GetOrder', theirOrder, (id) => client.getOrder({ id })],
  ['CancelOrder', theirOrder, (id) => client.cancelOrder({ id })],
  ['CancelOrder, once', theirOrder, (id) => client.cancelOrder({ id, requestId: `once ${id}` })],
  ['CreateOrder', theirAccount, (accountId) => client.createOrder({ accountId, lines: lines() })],
])("%s says of what is another's what it says of nothing, and costs the same", async (_rpc, theirs, call) => {
  const answer = async (id: string) => {
    let text = '';
    const ask = () => callers.as('ada', () => call(id));
    const cost = await costOf(async () => (text = await refusalTextOf(ask(), id)));
    return { text, cost };
  };
  expect(await answer(theirs())).toEqual(await answer(UNKNOWN));
});

function theirOrder(): string {
  return orders['grace']?.[0] ?? '';
}

function theirAccount(): string {
  return accounts['grace'] ?? '';
}

test("another's request id and content are no way to their order", async () => {
  const [shared, requestId] = [newAccount('hedy'), 'guessed'];
  const id = await place('hedy', shared, requestId);
  expect(await place('hedy', shared, requestId)).toBe(id);
  expect(await refusalOf(place('mallory', shared, requestId))).toMatchObject({ reason: 'ACCOUNT_UNKNOWN' });
  expect(await place('orders:write', shared, requestId)).not.toBe(id);
});

test('what an order says of its owner is what the account core said when it was placed', async () => {
  const placed = await place('orders:write', newAccount('hedy'));
  expect(await callers.as('hedy', () => client.getOrder({ id: placed }))).toMatchObject({ order: { id: placed } });
});

test('unitsSold is null and FORBIDDEN in the graph for a customer, and a number for staff', async () => {
  const ask = async (who: string) =>
    await domain.graph.entities('Product', 'unitsSold', [{ id: product }], await callers.headers(who));
  expect(await ask('ada')).toMatchObject({
    data: { _entities: [{ unitsSold: null }] },
    errors: [{ path: ['_entities', 0, 'unitsSold'], extensions: { code: 'FORBIDDEN' } }],
  });
  expect((await ask('catalog:write')).errors).toBeUndefined();
});
