import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
let graph: GraphQLClient;
beforeAll(async () => {
  domain = await startCatalog();
  ({ graph } = domain);
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const FIELDS = '{ id name description price unitPrice { amount currencyCode } archived version }';
const CREATE = `mutation ($product: ProductInput!, $key: String) {
  createProduct(product: $product, idempotencyKey: $key) ${FIELDS}
}`;
const UPDATE = `mutation ($id: ID!, $product: ProductUpdateInput!, $version: Int, $key: String) {
  updateProduct(id: $id, product: $product, expectedVersion: $version, idempotencyKey: $key) ${FIELDS}
}`;
const ARCHIVE = `mutation ($id: ID!, $key: String) {
  archiveProduct(id: $id, idempotencyKey: $key) { archived version }
}`;
const lamp = { name: 'Lamp', description: 'Brass', price: 49.9 };
const INVALID = 'BAD_USER_INPUT';

async function productCount(): Promise<number> {
  return (await domain.client.listProducts({})).products.length;
}

describe('createProduct', () => {
  test.each([
    [49.9, undefined, '49.90', 'USD'],
    [0.1, 'USD', '0.10', 'USD'],
    [0, 'EUR', '0.00', 'EUR'],
    [1.005, 'KWD', '1.005', 'KWD'],
    [500, 'JPY', '500', 'JPY'],
    [99_999_999.99, 'USD', '99999999.99', 'USD'],
  ])('takes the price %d in %s exactly', async (price, currency, amount, currencyCode) => {
    const { createProduct } = await graph.ask<{ createProduct: object }>(CREATE, {
      product: { ...lamp, price, currency },
    });
    const unitPrice = { amount, currencyCode };
    expect(createProduct).toMatchObject({ ...lamp, price, unitPrice, archived: false, version: 1 });
  });

  test.each([
    ['three decimals in USD', { price: 1.005 }, ['product.price']],
    ['any decimals in JPY', { price: 0.5, currency: 'JPY' }, ['product.price']],
    ['a price so small that it needs an exponent', { price: 1e-7 }, ['product.price']],
    ['a price so large that it needs an exponent', { price: 1e21 }, ['product.price']],
    ['a negative price', { price: -0.01 }, ['product.price']],
    ['a price beyond 64 bits of cents', { price: 184467440737095520 }, ['product.price']],
    ['a price above the highest', { price: 100_000_000.01 }, ['product.price']],
    ['an unknown currency', { currency: 'XXQ' }, ['product.currency']],
    ['a currency in small letters', { currency: 'usd' }, ['product.currency']],
    ['no currency', { currency: '' }, ['product.currency']],
    ['a blank name', { name: ' ' }, ['product.name']],
    ['a name of 201 characters', { name: 'a'.repeat(201) }, ['product.name']],
    [
      'NUL characters, and names each place',
      { name: '\0', description: '\0' },
      ['product.name', 'product.description'],
    ],
  ])('refuses %s, and stores nothing', async (_what, fault, fields) => {
    const before = await productCount();
    expect(await graph.errors(CREATE, { product: { ...lamp, ...fault } })).toEqual([
      { code: INVALID, path: 'createProduct', fields },
    ]);
    expect(await productCount()).toBe(before);
  });

  test('refuses a price that is no finite number', async () => {
    const document = 'mutation { createProduct(product: { name: "a", description: "", price: 1e400 }) { id } }';
    expect(await graph.errors(document)).toMatchObject([{ code: INVALID, fields: ['product.price'] }]);
  });

  test('refuses an empty key', async () => {
    expect(await graph.errors(CREATE, { product: lamp, key: '' })).toEqual([
      { code: INVALID, path: 'createProduct', fields: ['idempotencyKey'] },
    ]);
  });

  test('with a repeated key returns the first product, and refuses another one', async () => {
    const first = await graph.ask(CREATE, { product: lamp, key: 'key' });
    expect(await graph.ask(CREATE, { product: { ...lamp, currency: 'USD' }, key: 'key' })).toEqual(first);
    expect(await graph.errors(CREATE, { product: { ...lamp, price: 50 }, key: 'key' })).toEqual([
      { code: 'ALREADY_EXISTS', path: 'createProduct', reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
    ]);
  });
});

describe('updateProduct', () => {
  test.each([
    ['the name alone', { name: 'Torch' }, { name: 'Torch' }],
    ['the description to nothing', { description: '' }, { description: '' }],
    [
      'a price alone, in the currency it has',
      { price: 7 },
      { price: 7, unitPrice: { amount: '7.000', currencyCode: 'KWD' } },
    ],
    [
      'price and currency',
      { price: 7, currency: 'JPY' },
      { price: 7, unitPrice: { amount: '7', currencyCode: 'JPY' } },
    ],
    ['nothing for what is null', { name: null, description: null, price: null, currency: null }, {}],
  ])('changes %s', async (_what, product, changed) => {
    const { id } = await domain.createProduct({ price: '49.9', currencyCode: 'KWD' });
    const before = {
      id,
      name: 'Desk lamp',
      description: 'Brass, warm light',
      price: 49.9,
      archived: false,
      version: 2,
      unitPrice: { amount: '49.900', currencyCode: 'KWD' },
    };
    expect(await graph.ask(UPDATE, { id, product })).toEqual({ updateProduct: { ...before, ...changed } });
  });

  test.each([
    ['a currency alone', { currency: 'EUR' }, ['product.price']],
    ['three decimals in the currency it has', { price: 1.005 }, ['product.price']],
    ['an unknown currency', { price: 1, currency: 'XXQ' }, ['product.currency']],
    ['a negative price', { price: -1 }, ['product.price']],
    ['a price beyond 64 bits of cents', { price: 184467440737095520 }, ['product.price']],
    ['a blank name', { name: '' }, ['product.name']],
  ])('refuses %s', async (_what, product, fields) => {
    const { id } = await domain.createProduct();
    expect(await graph.errors(UPDATE, { id, product })).toEqual([{ code: INVALID, path: 'updateProduct', fields }]);
    expect((await domain.client.getProduct({ id })).product?.version).toBe(1);
  });

  test('takes new prices from ten clients at once, none of which asked for a version', async () => {
    const { id } = await domain.createProduct();
    const prices = Array.from({ length: 10 }, (_, index) => index + 1);
    await Promise.all(prices.map((price) => graph.ask(UPDATE, { id, product: { price } })));
    expect((await domain.client.getProduct({ id })).product?.version).toBe(11);
  });

  test('refuses a stale version', async () => {
    const { id } = await domain.createProduct();
    for (const product of [{ name: 'Torch' }, { price: 1 }]) {
      expect(await graph.errors(UPDATE, { id, product, version: 2 })).toEqual([
        { code: 'CONFLICT', path: 'updateProduct', fields: ['expectedVersion'] },
      ]);
    }
  });
});

describe('archiveProduct', () => {
  test('takes a product off sale; again, it changes nothing', async () => {
    const { id } = await domain.createProduct();
    const archived = { archiveProduct: { archived: true, version: 2 } };
    expect(await graph.ask(ARCHIVE, { id })).toEqual(archived);
    expect(await graph.ask(ARCHIVE, { id })).toEqual(archived);
  });
});

describe('a repeated key', () => {
  const reused = (path: string) => [
    { code: 'ALREADY_EXISTS', path, reason: 'REQUEST_ID_REUSED', fields: ['idempotencyKey'] },
  ];

  test('changes a product once, whatever came in between, and is refused with another change', async () => {
    const { id } = await domain.createProduct();
    const change = { id, product: { name: 'Torch' }, key: 'update' };
    expect(await graph.ask(UPDATE, change)).toMatchObject({ updateProduct: { name: 'Torch', version: 2 } });
    await graph.ask(UPDATE, { id, product: { name: 'Sun' } });
    expect(await graph.ask(UPDATE, change)).toMatchObject({ updateProduct: { name: 'Sun', version: 3 } });
    expect(await graph.errors(UPDATE, { ...change, product: { price: 1 } })).toEqual(reused('updateProduct'));
  });

  test('archives a product once, and is refused with another product', async () => {
    const [{ id }, other] = [await domain.createProduct(), await domain.createProduct()];
    const archived = { archiveProduct: { archived: true, version: 2 } };
    expect(await graph.ask(ARCHIVE, { id, key: 'archive' })).toEqual(archived);
    expect(await graph.ask(ARCHIVE, { id, key: 'archive' })).toEqual(archived);
    expect(await graph.errors(ARCHIVE, { id: other.id, key: 'archive' })).toEqual(reused('archiveProduct'));
    expect((await domain.client.getProduct({ id: other.id })).product?.archived).toBe(false);
  });
});

describe.each([
  ['updateProduct', UPDATE, { product: { name: 'Torch' } }],
  ['updateProduct of a price', UPDATE, { product: { price: 1 } }],
  ['archiveProduct', ARCHIVE, {}],
])('%s', (name, document, variables) => {
  test.each([
    ['an unknown product', UNKNOWN, 'NOT_FOUND'],
    ['an id that is no UUID', 'nonsense', INVALID],
  ])('refuses %s', async (_what, id, code) => {
    expect(await graph.errors(document, { id, ...variables })).toEqual([
      { code, path: name.split(' ')[0], fields: ['id'] },
    ]);
  });

  test.each(['', ' ', '\0'])('refuses the key %j', async (key) => {
    expect(await graph.errors(document, { id: UNKNOWN, ...variables, key })).toEqual([
      { code: INVALID, path: name.split(' ')[0], fields: ['idempotencyKey'] },
    ]);
  });
});
