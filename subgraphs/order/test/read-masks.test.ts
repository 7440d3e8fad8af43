import { refusalOf } from '@commerce/testkit/refusal';
import { sentStatements } from '@commerce/testkit/stores/sent-statements';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Order, OrderClient } from '../client.ts';
import { shopOf } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let client: OrderClient;
let order: Order;
beforeAll(async () => {
  domain = await startOrder();
  ({ client } = domain);
  const shop = shopOf(domain);
  const account = shop.newAccount();
  const products = [shop.newProduct(4_990), shop.newProduct(10)];
  await shop.createOrder(account, products, 2);
  order = await shop.createOrder(account, products, 3);
});
afterAll(() => domain.stop());

const UNREAD = { accountId: '', status: 'ORDER_STATUS_UNSPECIFIED', createTime: null, total: null, lines: [] };
const UNREAD_LINE = { productId: '', name: '', description: '', unitPrice: null, quantity: 0, lineTotal: null };

/** Every read that a mask can be given to, what it gives of the newest order, and what it reads anyway. */
const reads: [rpc: string, read: (paths: string[]) => Promise<Order | null | undefined>, goesBy: (keyof Order)[]][] = [
  ['GetOrder', async (paths) => (await client.getOrder({ id: order.id, readMask: { paths } })).order, []],
  [
    'BatchGetOrders',
    async (paths) => (await client.batchGetOrders({ ids: [order.id], readMask: { paths } })).results[0]?.order,
    [],
  ],
  ['ListOrders', async (paths) => (await client.listOrders({ readMask: { paths } })).orders[0], ['createTime']],
  [
    'BatchListOrdersByAccount',
    async (paths) => {
      const request = { accountIds: [order.accountId], readMask: { paths } };
      return (await client.batchListOrdersByAccount(request)).results[0]?.orders[0];
    },
    ['accountId', 'createTime'],
  ],
];

describe.each(reads)('%s', (_rpc, read, goesBy) => {
  test.each<[paths: string[]]>([[[]], [['*']], [['id', 'account_id', 'status', 'create_time', 'total', 'lines']]])(
    'with the mask %j gives the whole order',
    async (paths) => {
      expect(await read(paths)).toEqual(order);
    },
  );

  test('reads no line for who wants none, and gives no more than was read', async () => {
    const anyway = Object.fromEntries(goesBy.map((field) => [field, order[field]]));
    const { texts } = await sentStatements(async () => {
      expect(await read(['status'])).toEqual({ ...UNREAD, id: order.id, status: order.status, ...anyway });
    });
    expect(texts.join('\n')).toMatch(/orders/);
    expect(texts.join('\n')).not.toMatch(/order_lines|total_minor/);
  });

  test('reads of the lines what is wanted, and no description', async () => {
    const { texts } = await sentStatements(async () => {
      const lines = order.lines.map(({ name, unitPrice }) => ({ ...UNREAD_LINE, name, unitPrice }));
      expect((await read(['lines.unit_price', 'lines.name']))?.lines).toEqual(lines);
    });
    expect(texts.join('\n')).toMatch(/order_lines/);
    expect(texts.join('\n')).not.toMatch(/description|quantity|total_minor/);
  });

  test('gives what is made of other fields', async () => {
    const { total, lines } = (await read(['total', 'lines.line_total'])) ?? order;
    expect(total).toEqual(order.total);
    expect(lines.map(({ lineTotal }) => lineTotal)).toEqual(order.lines.map(({ lineTotal }) => lineTotal));
  });

  test('refuses a field that an order has not', async () => {
    const refusal = { kind: 'InvalidArgument', fields: ['readMask'] };
    expect(await refusalOf(read(['id', 'createdAt']))).toEqual(refusal);
    expect(await refusalOf(read(['lines.price']))).toEqual(refusal);
  });
});

describe('what a client selects reaches the store', () => {
  const ask = <Data = object>(document: string) =>
    domain.graph.ask<Data>(document, { id: order.id, account: order.accountId });
  const ofAccount = (selection: string, fragments = '') =>
    ask(`query ($account: ID!) { _entities(representations: [{ __typename: "Account", id: $account }]) {
      ... on Account { ${selection} } } } ${fragments}`);

  test.each([
    ['an order', () => ask('query ($id: ID!) { order(id: $id) { id status account { id } } }')],
    ['orders of an account', () => ofAccount('orders { id createdAt totalPrice }')],
    ['a connection', () => ofAccount('ordersConnection { nodes { id } edges { node { status } } }')],
    ['the cursors of a connection', () => ofAccount('ordersConnection { edges { cursor } pageInfo { endCursor } }')],
    [
      'twelve lists',
      () =>
        ofAccount(Array.from({ length: 12 }, (_, n) => `o${n}: orders(pagination: { skip: ${n} }) { id }`).join(' ')),
    ],
  ])('%s without its lines', async (_what, work) => {
    const { texts } = await sentStatements(work);
    expect(texts.join('\n')).toMatch(/orders/);
    expect(texts.join('\n')).not.toMatch(/order_lines/);
  });

  test('the names of what was bought without their descriptions, in a fragment or under an alias', async () => {
    const { texts } = await sentStatements(() =>
      ofAccount('orders { bought: products { ...N } }', 'fragment N on OrderedProduct { title: name }'),
    );
    expect(texts.join('\n')).toMatch(/order_lines/);
    expect(texts.join('\n')).not.toMatch(/description/);
  });

  test('two selections of one order come with one statement', async () => {
    const { texts } = await sentStatements(async () => {
      const { a, b } = await ask<{ a: { status: string }; b: { products: object[] } }>(
        'query ($id: ID!) { a: order(id: $id) { status } b: order(id: $id) { products { quantity } } }',
      );
      expect(a.status).toBe('PLACED');
      expect(b.products).toEqual([{ quantity: 3 }, { quantity: 3 }]);
    });
    expect(texts.filter((text) => text.includes('orders'))).toHaveLength(1);
  });
});
