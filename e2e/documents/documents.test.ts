import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';

// The documents that clients of the project's ancestor send, letter by letter.

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const ID = expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
const INSTANT = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test('createAccount returns the account', async () => {
  const answer = await system.query('mutation { createAccount(account: { name: "Ada" }) { id name } }');
  expect(answer).toEqual({ data: { createAccount: { id: ID, name: 'Ada' } } });
});

test('createProduct returns the product with its price as a number', async () => {
  const answer = await system.query(
    'mutation { createProduct(product: { name: "Desk lamp", description: "Brass, warm light", price: 49.90 }) { id name price } }',
  );
  expect(answer).toEqual({ data: { createProduct: { id: ID, name: 'Desk lamp', price: 49.9 } } });
});

test('createOrder returns what was bought, as it was then, and the exact total', async () => {
  const shop = shopOf(system);
  const [accountId, lamp, pen] = await Promise.all([
    shop.createAccount(),
    shop.createProduct({ name: 'Lamp', price: 0.1 }),
    shop.createProduct({ name: 'Pen', price: 19.99 }),
  ]);
  const products = [
    { id: lamp, quantity: 3 },
    { id: pen, quantity: 2 },
  ];
  const answer = await system.query(
    'mutation ($o: OrderInput!) { createOrder(order: $o) { id createdAt totalPrice products { id name description price quantity } } }',
    { o: { accountId, products } },
  );
  const description = 'Brass, warm light';
  const createOrder = {
    id: ID,
    createdAt: INSTANT,
    // In floats 0.1 * 3 + 19.99 * 2 is 40.279999999999994.
    totalPrice: 40.28,
    products: [
      { id: lamp, name: 'Lamp', description, price: 0.1, quantity: 3 },
      { id: pen, name: 'Pen', description, price: 19.99, quantity: 2 },
    ],
  };
  expect(answer).toEqual({ data: { createOrder } });
});

test('accounts lead to their orders, and orders to what was bought', async () => {
  const shop = shopOf(system);
  const [buyer, browser] = [await shop.createAccount('Buyer'), await shop.createAccount('Browser')];
  const product = await shop.createProduct({ name: 'Mug', price: 12.5 });
  const first = await shop.createOrder(buyer, { id: product, quantity: 2 });
  const second = await shop.createOrder(buyer, product);
  const { data } = await system.query<{ accounts: { id: string }[] }>(
    'query { accounts { id name orders { id createdAt totalPrice products { id name quantity price } } } }',
  );
  const line = { id: product, name: 'Mug', price: 12.5 };
  // Newest first, both the accounts and the orders.
  expect(data?.accounts.slice(0, 2)).toEqual([
    { id: browser, name: 'Browser', orders: [] },
    {
      id: buyer,
      name: 'Buyer',
      orders: [
        { id: second, createdAt: INSTANT, totalPrice: 12.5, products: [{ ...line, quantity: 1 }] },
        { id: first, createdAt: INSTANT, totalPrice: 25, products: [{ ...line, quantity: 2 }] },
      ],
    },
  ]);
});

test('products are listed, or found, a part at a time', async () => {
  const shop = shopOf(system);
  const red = await shop.createProduct({ name: 'Red kettle', price: 30 });
  const blue = await shop.createProduct({ name: 'Blue kettle', price: 31 });
  const document =
    'query ($p: PaginationInput, $q: String) { products(pagination: $p, query: $q) { id name description price } }';
  const description = 'Brass, warm light';
  const redKettle = { id: red, name: 'Red kettle', description, price: 30 };
  const blueKettle = { id: blue, name: 'Blue kettle', description, price: 31 };

  expect(await system.query(document, { p: { skip: 0, take: 2 } })).toEqual({
    data: { products: [blueKettle, redKettle] },
  });
  expect(await system.query(document, { q: 'red kettles' })).toEqual({ data: { products: [redKettle] } });
  expect(await system.query(document, { p: { skip: 1, take: 1 }, q: 'kettle' })).toEqual({
    data: { products: [redKettle] },
  });
  const { data } = await system.query<{ products: { id: string }[] }>(document);
  expect(data?.products.map(({ id }) => id)).toEqual(expect.arrayContaining([red, blue]));
});

test('accounts with an id is that account alone, or nothing', async () => {
  const shop = shopOf(system);
  const id = await shop.createAccount('Grace');
  await shop.createOrder(id, { id: await shop.createProduct({ name: 'Kite', price: 9.99 }), quantity: 3 });
  const document =
    'query ($id: String) { accounts(id: $id) { name orders { totalPrice products { name quantity } } } }';
  const grace = { name: 'Grace', orders: [{ totalPrice: 29.97, products: [{ name: 'Kite', quantity: 3 }] }] };

  expect(await system.query(document, { id })).toEqual({ data: { accounts: [grace] } });
  expect(await system.query(document, { id: '01900000-0000-7000-8000-000000000000' })).toEqual({
    data: { accounts: [] },
  });
});
