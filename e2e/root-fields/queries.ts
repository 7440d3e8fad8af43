import { expect } from 'vitest';
import { CURSOR, INSTANT, type Scenario, UNKNOWN } from './values.ts';

/** A scenario for each field of the type Query. */
export const queries: Record<string, Scenario> = {
  async me(system) {
    // Here nobody is asked who they are. What somebody's own account is, e2e/permissions says.
    expect(await system.ask('{ me { id orders { id } } }')).toEqual({ me: null });
  },

  async account(system, shop) {
    const id = await shop.createAccount('Ada');
    const document = 'query ($id: ID!) { account(id: $id) { id name createdAt version orders { id } } }';
    expect(await system.ask(document, { id })).toEqual({
      account: { id, name: 'Ada', createdAt: INSTANT, version: 1, orders: [] },
    });
    expect(await system.ask(document, { id: UNKNOWN })).toEqual({ account: null });
  },

  async accounts(system, shop) {
    const older = { id: await shop.createAccount('Older'), ordersConnection: { nodes: [] } };
    const newer = { id: await shop.createAccount('Newer'), ordersConnection: { nodes: [] } };
    const document = `query ($page: PaginationInput, $id: String) {
      accounts(pagination: $page, id: $id) { id ordersConnection { nodes { id } } } }`;
    expect(await system.ask(document, { page: { take: 2 } })).toEqual({ accounts: [newer, older] });
    expect(await system.ask(document, { page: { skip: 1, take: 1 } })).toEqual({ accounts: [older] });
    expect(await system.ask(document, { id: older.id })).toEqual({ accounts: [older] });
    expect(await system.ask(document, { id: UNKNOWN })).toEqual({ accounts: [] });
  },

  async accountsConnection(system, shop) {
    const [older, newer] = [await shop.createAccount('Older'), await shop.createAccount('Newer')];
    const document = `query ($after: String) { accountsConnection(first: 1, after: $after) {
      edges { cursor node { id } } nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`;
    const { accountsConnection } = await system.ask<{ accountsConnection: Connection }>(document);
    expect(accountsConnection).toEqual({
      edges: [{ cursor: CURSOR, node: { id: newer } }],
      nodes: [{ name: 'Newer' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: CURSOR, endCursor: CURSOR },
    });
    expect(await system.ask(document, { after: accountsConnection.pageInfo.endCursor })).toMatchObject({
      accountsConnection: { edges: [{ node: { id: older } }], pageInfo: { hasPreviousPage: true } },
    });
  },

  async product(system, shop) {
    const id = await shop.createProduct({ name: 'Mug', price: 12.5, currency: 'EUR' });
    await shop.createOrder(await shop.createAccount(), { id, quantity: 3 });
    const document = `query ($id: ID!) { product(id: $id) {
      id name description price unitPrice { amount currencyCode } archived createdAt version unitsSold } }`;
    expect(await system.ask(document, { id })).toEqual({
      product: {
        id,
        name: 'Mug',
        description: 'Brass, warm light',
        price: 12.5,
        unitPrice: { amount: '12.50', currencyCode: 'EUR' },
        archived: false,
        createdAt: INSTANT,
        version: 1,
        unitsSold: 3,
      },
    });
    expect(await system.ask(document, { id: UNKNOWN })).toEqual({ product: null });
  },

  async products(system, shop) {
    const older = { id: await shop.createProduct({ name: 'Teal clock' }), unitsSold: 0 };
    const newer = { id: await shop.createProduct({ name: 'Teal radio' }), unitsSold: 0 };
    const document = `query ($page: PaginationInput, $query: String, $id: String) {
      products(pagination: $page, query: $query, id: $id) { id unitsSold } }`;
    expect(await system.ask(document, { page: { take: 2 } })).toEqual({ products: [newer, older] });
    expect(await system.ask(document, { query: 'TÉAL CLOCKS' })).toEqual({ products: [older] });
    expect(await system.ask(document, { id: older.id })).toEqual({ products: [older] });
    expect(await system.ask(document, { id: UNKNOWN })).toEqual({ products: [] });
    const faceted = `query ($filter: ProductFilterInput) { products(filter: $filter, orderBy: NAME) { id unitsSold } }`;
    expect(await system.ask(faceted, { filter: { ids: [newer.id, older.id], price: { min: 0.01 } } })).toEqual({
      products: [older, newer],
    });
  },

  async productsConnection(system, shop) {
    const older = { id: await shop.createProduct({ name: 'Amber vase' }), unitsSold: 0 };
    const newer = { id: await shop.createProduct({ name: 'Amber bowl' }), unitsSold: 0 };
    const document = `query ($query: String, $after: String) {
      productsConnection(query: $query, first: 1, after: $after) {
        nodes { id unitsSold } edges { node { name } } pageInfo { hasNextPage endCursor } } }`;
    const page = async (variables: Record<string, string>) =>
      (await system.ask<{ productsConnection: Connection }>(document, variables)).productsConnection;

    const first = await page({ query: 'amber' });
    const second = await page({ query: 'amber', after: first.pageInfo.endCursor });
    expect(first).toMatchObject({ nodes: [newer], edges: [{ node: { name: 'Amber bowl' } }] });
    expect(second).toMatchObject({ nodes: [older], edges: [{ node: { name: 'Amber vase' } }] });
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(await page({})).toMatchObject({ nodes: [newer], pageInfo: { hasNextPage: true } });
  },

  async order(system, shop) {
    const [accountId, id] = [
      await shop.createAccount('Buyer'),
      await shop.createProduct({ name: 'Kite', price: 9.99 }),
    ];
    const orderId = await shop.createOrder(accountId, { id, quantity: 3 });
    await system.ask('mutation ($id: ID!) { updateProduct(id: $id, product: { name: "Red kite" }) { id } }', { id });
    const document = `query ($id: ID!) { order(id: $id) {
      id createdAt status totalPrice total { amount currencyCode } account { id name }
      products { id name price unitPrice { amount } quantity lineTotal { amount } product { name unitsSold } } } }`;
    const line = { id, name: 'Kite', price: 9.99, unitPrice: { amount: '9.99' }, quantity: 3 };
    const total = { amount: '29.97', currencyCode: 'USD' };
    expect(await system.ask(document, { id: orderId })).toEqual({
      order: {
        id: orderId,
        createdAt: INSTANT,
        status: 'PLACED',
        totalPrice: 29.97,
        total,
        account: { id: accountId, name: 'Buyer' },
        products: [{ ...line, lineTotal: { amount: '29.97' }, product: { name: 'Red kite', unitsSold: 3 } }],
      },
    });
    expect(await system.ask(document, { id: UNKNOWN })).toEqual({ order: null });
  },

  async orders(system, shop) {
    const [accountId, id] = [await shop.createAccount('Buyer'), await shop.createProduct({ name: 'Drum' })];
    const older = { id: await shop.createOrder(accountId, { id, quantity: 1 }), account: { name: 'Buyer' } };
    const newer = { id: await shop.createOrder(accountId, { id, quantity: 2 }), account: { name: 'Buyer' } };
    await system.ask('mutation ($id: ID!) { cancelOrder(id: $id) { id } }', { id: older.id });
    const document = `query ($filter: OrderFilterInput) {
      orders(filter: $filter, pagination: { take: 1 }) { id account { name } } }`;
    expect(await system.ask(document)).toEqual({ orders: [newer] });
    expect(await system.ask(document, { filter: { status: 'CANCELLED' } })).toEqual({ orders: [older] });
  },

  async ordersConnection(system, shop) {
    const [accountId, id] = [await shop.createAccount('Buyer'), await shop.createProduct({ name: 'Flute' })];
    const from = new Date().toISOString();
    const older = { id: await shop.createOrder(accountId, { id, quantity: 1 }) };
    const newer = { id: await shop.createOrder(accountId, { id, quantity: 2 }) };
    const document = `query ($from: DateTime, $before: String) {
      ordersConnection(filter: { from: $from }, last: 1, before: $before) {
        nodes { id } pageInfo { hasPreviousPage startCursor } totalCount totalCountIsExact } }`;
    const page = async (variables: Record<string, string>) =>
      (await system.ask<{ ordersConnection: Connection }>(document, { from, ...variables })).ordersConnection;
    const last = await page({});
    expect(last).toMatchObject({ nodes: [older], pageInfo: { hasPreviousPage: true }, totalCount: 2 });
    expect(await page({ before: last.pageInfo.startCursor })).toMatchObject({
      nodes: [newer],
      pageInfo: { hasPreviousPage: false },
      totalCountIsExact: true,
    });
  },
};

interface Connection {
  pageInfo: { hasNextPage: boolean; startCursor: string; endCursor: string };
}
