import { openElasticsearchStore } from '../core/open-elasticsearch-store.ts';
import { openPostgresStore } from '../core/open-postgres-store.ts';
import type { NewProduct } from '../core/product.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProduct } from './new-product.ts';
import { type CatalogDomain, type EmptyStores, startCatalog } from './start-catalog.ts';

// What was stored before a rule was made: it can be read, found, and changed in what it does not break.

let domain: CatalogDomain;
const ids = new Map<string, string>();
beforeAll(async () => {
  domain = await startCatalog(storeFormerProducts);
});
afterAll(() => domain.stop());

const money = (currencyCode: string, amountMinor: bigint) => ({ currencyCode, amountMinor });

const FORMER: Record<string, Pick<NewProduct, 'name' | 'description' | 'unitPrice'>> = {
  withdrawn: { name: 'Samovar', description: 'Copper', unitPrice: money('BGN', 4_990n) },
  unknown: { name: 'Abacus', description: 'Beads', unitPrice: money('XXQ', 4_990n) },
  hostile: {
    name: 'Gramo\u0301phone\u202E \u0007',
    description: 'Brass\u2028\u001bhorn\r\n',
    unitPrice: money('USD', 4_990n),
  },
  invisible: { name: '\u200B', description: '\u3164', unitPrice: money('USD', 4_990n) },
};

async function storeFormerProducts({ databaseUrl, elasticsearch }: EmptyStores): Promise<void> {
  const store = elasticsearch
    ? openElasticsearchStore(elasticsearch)
    : openPostgresStore({ NODE_ENV: 'test', DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 1 });
  await store.prepare();
  for (const [name, product] of Object.entries(FORMER)) {
    ids.set(name, (await store.repository.create({ ...newProduct(), ...product }, undefined)).id);
  }
  await store.close();
}

const READ = `query ($id: ID!, $query: String) {
  product(id: $id) { name description price unitPrice { amount currencyCode } }
  products(query: $query) { name }
}`;
const UPDATE = `mutation ($id: ID!, $product: ProductUpdateInput!) {
  updateProduct(id: $id, product: $product) { name description unitPrice { amount currencyCode } }
}`;

describe('a price in a currency that was withdrawn', () => {
  test('is read with the decimals that it has', async () => {
    const unitPrice = { amount: '49.90', currencyCode: 'BGN' };
    expect(await domain.graph.ask(READ, { id: ids.get('withdrawn'), query: 'samovar' })).toEqual({
      product: { name: 'Samovar', description: 'Copper', price: 49.9, unitPrice },
      products: [{ name: 'Samovar' }],
    });
  });

  test('stays with a change of something else, and is not followed by another one in that currency', async () => {
    const id = ids.get('withdrawn');
    const product = { description: 'Copper, for tea' };
    const unitPrice = { amount: '49.90', currencyCode: 'BGN' };
    expect(await domain.graph.ask(UPDATE, { id, product })).toMatchObject({ updateProduct: { ...product, unitPrice } });
    expect(await domain.graph.errors(UPDATE, { id, product: { price: 50 } })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'updateProduct', fields: ['product.currency'] },
    ]);
    const euros = { price: 25.51, currency: 'EUR' };
    expect(await domain.graph.ask(UPDATE, { id, product: euros })).toMatchObject({
      updateProduct: { unitPrice: { amount: '25.51', currencyCode: 'EUR' } },
    });
  });
});

test('an amount of which nobody knows the decimals is an error, and costs nothing else', async () => {
  const id = ids.get('unknown');
  expect(await domain.graph.ask('query ($id: ID!) { product(id: $id) { name } }', { id })).toEqual({
    product: { name: 'Abacus' },
  });
  expect(await domain.graph.errors('query ($id: ID!) { product(id: $id) { price } }', { id })).toEqual([
    { code: 'INTERNAL_SERVER_ERROR', path: 'product.price' },
  ]);
});

describe.each(['hostile', 'invisible'])('a product with texts that are refused by now: %s', (which) => {
  test('is read as it was stored', async () => {
    const { name, description } = FORMER[which] ?? {};
    expect(await domain.graph.ask(READ, { id: ids.get(which), query: 'horn' })).toMatchObject({
      product: { name, description },
    });
  });

  test('can have another price, and a text that it may have', async () => {
    const id = ids.get(which);
    expect(await domain.graph.ask(UPDATE, { id, product: { price: 7 } })).toMatchObject({
      updateProduct: { name: FORMER[which]?.name, unitPrice: { amount: '7.00' } },
    });
    expect(await domain.graph.ask(UPDATE, { id, product: { name: 'Phonograph' } })).toMatchObject({
      updateProduct: { name: 'Phonograph', description: FORMER[which]?.description },
    });
  });
});
