import { type Callers, startCallers } from '@commerce/testkit/callers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type System } from '../start-system.ts';

// Through the router, with the real cores, which ask each other in the name of whoever asks. What each core lets whom do is
// in the tests of its domain.

let callers: Callers;
let system: System;
let lamp: string;
let vase: string;
let ada: { account: string; order: string };
let grace: { account: string };
beforeAll(async () => {
  callers = await startCallers();
  system = await startSystem(undefined, callers.variables);
  [lamp, vase] = [await createProduct('Lamp'), await createProduct('Vase')];
  const account = await openAccount('ada');
  ada = { account, order: idOf(await createOrder('ada', account, [lamp, vase])) };
  grace = { account: await openAccount('grace') };
  await ask(KEEPER, 'mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id: vase });
});
afterAll(async () => {
  await system.stop();
  await callers.stop();
});

const KEEPER = 'catalog:write';
const STAFF = 'catalog:write accounts:read accounts:write orders:read orders:write';

async function ask(who: string, document: string, variables: Record<string, unknown> = {}) {
  return await system.query(document, variables, await callers.headers(who));
}

/** The codes and reasons of the errors of a document, by their paths. */
async function errors(who: string, document: string, variables: Record<string, unknown> = {}) {
  const found = await system.errors(document, variables, await callers.headers(who));
  return found.map(({ path, code, reason = '' }) => `${path}: ${code} ${reason}`.trim());
}

function idOf({ data }: Awaited<ReturnType<typeof ask>>): string {
  const [made] = Object.values((data ?? {}) as Record<string, { id: string }>);
  return made?.id ?? '';
}

async function createProduct(name: string): Promise<string> {
  const product = { name, description: '', price: 10 };
  const document = 'mutation ($product: ProductInput!) { createProduct(product: $product) { id } }';
  return idOf(await ask(KEEPER, document, { product }));
}

async function openAccount(who: string): Promise<string> {
  return idOf(
    await ask(who, 'mutation ($name: String!) { createAccount(account: { name: $name }) { id } }', { name: who }),
  );
}

const CREATE_ORDER = 'mutation ($order: OrderInput!) { createOrder(order: $order) { id } }';

const orderOf = (accountId: string, products: string[]) => ({
  order: { accountId, products: products.map((id) => ({ id, quantity: 1 })) },
});

async function createOrder(who: string, accountId: string, products: string[]) {
  return await ask(who, CREATE_ORDER, orderOf(accountId, products));
}

test('a customer sees their account and their orders, and what was archived since by its name of then', async () => {
  const document = '{ me { id name orders { id account { name } products { name product { name } } } } }';
  const products = [
    { name: 'Lamp', product: { name: 'Lamp' } },
    { name: 'Vase', product: null },
  ];
  expect(await ask('ada', document)).toEqual({
    data: { me: { id: ada.account, name: 'ada', orders: [{ id: ada.order, account: { name: 'ada' }, products }] } },
  });
});

test("another's account, orders and products off sale are what is not there", async () => {
  const document = `query ($account: ID!, $id: String, $order: ID!, $product: ID!) {
    account(id: $account) { name orders { id } } accounts { name } one: accounts(id: $id) { name }
    order(id: $order) { total { amount } } product(id: $product) { name } me { orders { id } } }`;
  const ids = { account: ada.account, id: ada.account, order: ada.order, product: vase };
  expect(await ask('grace', document, ids)).toEqual({
    data: { account: null, accounts: [{ name: 'grace' }], one: [], order: null, product: null, me: { orders: [] } },
  });
});

describe('a customer cannot', () => {
  test.each<[string, string, () => Record<string, unknown>, string]>([
    [
      "change another's account",
      'mutation ($id: ID!) { updateAccount(id: $id, account: { name: "x" }) { id } }',
      () => ({ id: ada.account }),
      'updateAccount: NOT_FOUND',
    ],
    [
      "cancel another's order",
      'mutation ($id: ID!) { cancelOrder(id: $id) { id } }',
      () => ({ id: ada.order }),
      'cancelOrder: NOT_FOUND',
    ],
    ['order for another', CREATE_ORDER, () => orderOf(ada.account, [lamp]), 'createOrder: NOT_FOUND ACCOUNT_UNKNOWN'],
    [
      'order what is off sale',
      CREATE_ORDER,
      () => orderOf(grace.account, [vase]),
      'createOrder: NOT_FOUND PRODUCT_UNKNOWN',
    ],
    [
      'open a second account',
      'mutation { createAccount(account: { name: "x" }) { id } }',
      () => ({}),
      'createAccount: ALREADY_EXISTS ACCOUNT_EXISTS',
    ],
  ])('%s', async (_what, document, variables, error) => {
    expect(await errors('grace', document, variables())).toEqual([error]);
  });
});

describe('staff', () => {
  test('place an order for a customer, who then sees it', async () => {
    const order = idOf(await createOrder(STAFF, await openAccount('hedy'), [lamp]));
    expect(await ask('hedy', '{ me { orders { id } } }')).toEqual({ data: { me: { orders: [{ id: order }] } } });
  });

  test('make the account of a customer who was imported theirs, with what was ordered before', async () => {
    const id = await openAccount(STAFF);
    const order = idOf(await createOrder(STAFF, id, [lamp]));
    const document = `mutation ($id: ID!) {
      linkAccount(id: $id, subject: "joan") { subject } linkOrders(accountId: $id) { orders { id } } }`;
    expect(await ask(STAFF, document, { id })).toEqual({
      data: { linkAccount: { subject: 'joan' }, linkOrders: { orders: [{ id: order }] } },
    });
    expect(await ask('joan', '{ me { id orders { id } } }')).toEqual({ data: { me: { id, orders: [{ id: order }] } } });
    expect(await errors('grace', document, { id })).toEqual([
      'linkAccount: FORBIDDEN SCOPE_REQUIRED',
      'linkOrders: FORBIDDEN SCOPE_REQUIRED',
    ]);
  });

  test('are told that a product is archived', async () => {
    const found = await errors(STAFF, CREATE_ORDER, orderOf(grace.account, [vase]));
    expect(found).toEqual(['createOrder: FAILED_PRECONDITION PRODUCT_ARCHIVED']);
  });

  test('with no right to see accounts place no orders for them', async () => {
    const found = await errors('orders:write', CREATE_ORDER, orderOf(grace.account, [lamp]));
    expect(found).toEqual(['createOrder: NOT_FOUND ACCOUNT_UNKNOWN']);
  });
});

test("an idempotency key is its caller's own: another's makes another order, of the same content too", async () => {
  const account = await openAccount('rosalind');
  const document = `mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "guessed") { id } }`;
  const place = async (who: string) => idOf(await ask(who, document, orderOf(account, [lamp])));
  const [own, staffs] = [await place('rosalind'), await place(STAFF)];
  expect([await place('rosalind'), await place(STAFF)]).toEqual([own, staffs]);
  const { data } = await ask('rosalind', '{ me { orders { id } } }');
  expect(data).toEqual({ me: { orders: [{ id: staffs }, { id: own }] } });
});

test('nobody sees what is for sale, and of the rest nothing', async () => {
  expect(await ask('nobody', '{ products { name } }')).toEqual({ data: { products: [{ name: 'Lamp' }] } });
  expect((await errors('nobody', '{ me { id } }')).join()).toContain('me: UNAUTHENTICATED');
});

test('of two who ask the same at the same time each gets their own', async () => {
  const asked = ['ada', 'grace', 'ada', 'grace'].map((who) => ask(who, '{ me { name } }'));
  const names = (await Promise.all(asked)).map(({ data }) => data);
  expect(names).toEqual(['ada', 'grace', 'ada', 'grace'].map((name) => ({ me: { name } })));
});
