import { expect } from 'vitest';
import { INSTANT, type Scenario } from './values.ts';

/** A scenario for each field of the type Mutation. What they return is asked for across the subgraphs. */
export const mutations: Record<string, Scenario> = {
  async createAccount(system) {
    const document = `mutation { createAccount(account: { name: " Grace Hopper " }, idempotencyKey: "grace") {
      name createdAt version orders { id } } }`;
    expect(await system.ask(document)).toEqual({
      createAccount: { name: 'Grace Hopper', createdAt: INSTANT, version: 1, orders: [] },
    });
  },

  async updateAccount(system, shop) {
    const id = await shop.createAccount('Old name');
    const orderId = await shop.createOrder(id, await shop.createProduct());
    const document = `mutation ($id: ID!) { updateAccount(id: $id, account: { name: "New name" }, expectedVersion: 1) {
      id name version orders { id account { name } } } }`;
    expect(await system.ask(document, { id })).toEqual({
      updateAccount: {
        id,
        name: 'New name',
        version: 2,
        orders: [{ id: orderId, account: { name: 'New name' } }],
      },
    });
  },

  async linkAccount(system, shop) {
    const id = await shop.createAccount('Imported');
    const document = `mutation ($id: ID!, $subject: String!, $currentSubject: String) {
      linkAccount(id: $id, subject: $subject, currentSubject: $currentSubject) { id name subject version orders { id } } }`;
    const linked = (subject: string, version: number) => ({
      linkAccount: { id, name: 'Imported', subject, version, orders: [] },
    });
    expect(await system.ask(document, { id, subject: 'imported' })).toEqual(linked('imported', 2));
    const again = { id, subject: 'moved', currentSubject: 'imported' };
    for (let count = 0; count < 2; count += 1) expect(await system.ask(document, again)).toEqual(linked('moved', 3));
  },

  async createProduct(system) {
    const document = `mutation ($product: ProductInput!) { createProduct(product: $product, idempotencyKey: "yen") {
      name description price unitPrice { amount currencyCode } archived unitsSold } }`;
    const product = { name: 'Fan', description: '', price: 1200, currency: 'JPY' };
    expect(await system.ask(document, { product })).toEqual({
      createProduct: {
        name: 'Fan',
        description: '',
        price: 1200,
        unitPrice: { amount: '1200', currencyCode: 'JPY' },
        archived: false,
        unitsSold: 0,
      },
    });
  },

  async updateProduct(system, shop) {
    const id = await shop.createProduct({ name: 'Lamp', price: 10, currency: 'EUR' });
    const document = `mutation ($id: ID!, $product: ProductUpdateInput!) {
      updateProduct(id: $id, product: $product, expectedVersion: 1) { name description unitPrice { amount currencyCode } version unitsSold } }`;
    expect(await system.ask(document, { id, product: { price: 12.34 } })).toEqual({
      updateProduct: {
        name: 'Lamp',
        description: 'Brass, warm light',
        unitPrice: { amount: '12.34', currencyCode: 'EUR' },
        version: 2,
        unitsSold: 0,
      },
    });
  },

  async archiveProduct(system, shop) {
    const id = await shop.createProduct({ name: 'Ochre stool' });
    const document = 'mutation ($id: ID!) { archiveProduct(id: $id) { id archived version unitsSold } }';
    const archiveProduct = { id, archived: true, version: 2, unitsSold: 0 };
    expect(await system.ask(document, { id })).toEqual({ archiveProduct });
    expect(await system.ask(document, { id })).toEqual({ archiveProduct });
    expect(
      await system.ask('query ($id: ID!) { product(id: $id) { archived } products(query: "ochre") { id } }', { id }),
    ).toEqual({ product: { archived: true }, products: [] });
  },

  async createOrder(system, shop) {
    const [accountId, id] = [await shop.createAccount('Buyer'), await shop.createProduct({ name: 'Pen', price: 0.1 })];
    const document = `mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "pens") {
      status total { amount } account { name } products { id quantity lineTotal { amount } product { name unitsSold } } } }`;
    // The same product twice is one line.
    const products = [1, 2].map((quantity) => ({ id, quantity }));
    expect(await system.ask(document, { order: { accountId, products } })).toEqual({
      createOrder: {
        status: 'PLACED',
        total: { amount: '0.30' },
        account: { name: 'Buyer' },
        products: [{ id, quantity: 3, lineTotal: { amount: '0.30' }, product: { name: 'Pen', unitsSold: 3 } }],
      },
    });
  },

  async cancelOrder(system, shop) {
    const product = await shop.createProduct();
    const id = await shop.createOrder(await shop.createAccount('Buyer'), product);
    const document = `mutation ($id: ID!) { cancelOrder(id: $id) {
      id status account { name } products { product { unitsSold } } } }`;
    const products = [{ product: { unitsSold: 0 } }];
    const cancelOrder = { id, status: 'CANCELLED', account: { name: 'Buyer' }, products };
    expect(await system.ask(document, { id })).toEqual({ cancelOrder });
    expect(await system.ask(document, { id })).toEqual({ cancelOrder });
  },

  async linkOrders(system, shop) {
    const accountId = await shop.createAccount('Imported');
    const order = await shop.createOrder(accountId, await shop.createProduct());
    const document = `mutation ($accountId: ID!) { linkOrders(accountId: $accountId) { id name orders { id } } }`;
    expect(await system.ask(document, { accountId })).toEqual({
      linkOrders: { id: accountId, name: 'Imported', orders: [{ id: order }] },
    });
  },
};
