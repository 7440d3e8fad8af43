import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
let client: CatalogDomain['client'];
beforeAll(async () => {
  domain = await startCatalog();
  ({ client } = domain);
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';
const REUSED = { kind: 'AlreadyExists', reason: 'REQUEST_ID_REUSED', fields: ['requestId'] };

function usd(amountMinor: number | string) {
  return { currencyCode: 'USD', amountMinor };
}

const lamp = { name: 'Lamp', description: 'Brass', unitPrice: usd(4_990) };

/** Faults that a new product and a changed one have alike. */
const FAULTS = [
  ['a blank name', { name: ' \t' }, ['name']],
  ['a name of 201 characters', { name: 'a'.repeat(201) }, ['name']],
  ['a NUL character in the name', { name: 'a\0b' }, ['name']],
  ['a description of 5,001 characters', { description: 'a'.repeat(5_001) }, ['description']],
  ['a NUL character in the description', { description: '\0' }, ['description']],
  ['a negative price', { unitPrice: usd(-1) }, ['unitPrice.amountMinor']],
  ['a price above the highest', { unitPrice: usd(10_000_000_001) }, ['unitPrice.amountMinor']],
  ['a price that no float holds', { unitPrice: usd('9223372036854775807') }, ['unitPrice.amountMinor']],
  ['an unknown currency', { unitPrice: { currencyCode: 'XXQ', amountMinor: 1 } }, ['unitPrice.currencyCode']],
  ['a currency in small letters', { unitPrice: { currencyCode: 'usd', amountMinor: 1 } }, ['unitPrice.currencyCode']],
  [
    'a currency that is a word of JavaScript',
    { unitPrice: { currencyCode: 'constructor', amountMinor: 1 } },
    ['unitPrice.currencyCode'],
  ],
  ['a NUL character in the request id', { requestId: '\0' }, ['requestId']],
  [
    'many faults at once, and names all',
    { name: '', description: '\0', unitPrice: { currencyCode: '', amountMinor: -1 }, requestId: 'r'.repeat(129) },
    ['name', 'description', 'unitPrice.currencyCode', 'unitPrice.amountMinor', 'requestId'],
  ],
] as const;

describe('CreateProduct', () => {
  test('puts a product up for sale, and it can be read at once', async () => {
    const created = await client.createProduct({ ...lamp, name: ' Lamp ', description: ' Brass\n' });
    const unitPrice = usd('4990');
    expect(created.product).toMatchObject({ ...lamp, unitPrice, archived: false, version: 1 });
    expect(await client.getProduct({ id: created.product?.id ?? '' })).toEqual(created);
  });

  test.each([
    ['a price of nothing', { unitPrice: usd('0') }],
    ['the highest price', { unitPrice: usd('10000000000') }],
    ['a name of 200 characters and a description of 5,000', { name: 'ä'.repeat(200), description: '😀'.repeat(5_000) }],
    ['no description', { description: '' }],
  ])('takes %s', async (_what, fields) => {
    const product = { ...lamp, unitPrice: usd('4990'), ...fields };
    expect(await client.createProduct(product)).toMatchObject({ product });
  });

  test.each(FAULTS)('refuses %s', async (_what, fault, fields) => {
    const before = await client.listProducts({});
    expect(await refusalOf(client.createProduct({ ...lamp, ...fault }))).toEqual({ kind: 'InvalidArgument', fields });
    expect(await client.listProducts({})).toEqual(before);
  });

  test('refuses a product without a price', async () => {
    const { unitPrice: _, ...priceless } = lamp;
    expect(await refusalOf(client.createProduct(priceless))).toEqual({
      kind: 'InvalidArgument',
      fields: ['unitPrice.currencyCode'],
    });
  });

  test('makes one product of 20 parallel requests with one id, and refuses the id with another one', async () => {
    const create = () => client.createProduct({ ...lamp, name: 'Once', requestId: 'parallel' });
    const made = await Promise.all(Array.from({ length: 20 }, create));
    expect(new Set(made.map(({ product }) => product?.id)).size).toBe(1);
    expect((await client.searchProducts({ query: 'once' })).products).toHaveLength(1);
    for (const other of [{ name: 'Other' }, { description: '' }, { unitPrice: usd(1) }]) {
      const repeated = client.createProduct({ ...lamp, name: 'Once', ...other, requestId: 'parallel' });
      expect(await refusalOf(repeated)).toEqual(REUSED);
    }
  });
});

describe('UpdateProduct', () => {
  test.each([
    ['the name', { name: 'Torch' }],
    ['the description', { description: 'Steel' }],
    ['the description to nothing', { description: '' }],
    ['the price', { unitPrice: { currencyCode: 'JPY', amountMinor: '700' } }],
    ['nothing', {}],
  ])('changes %s alone', async (_what, change) => {
    const product = await domain.createProduct();
    const updated = await client.updateProduct({ id: product.id.toUpperCase(), ...change });
    expect(updated).toEqual({ product: { ...product, ...change, version: 2 } });
    expect(await client.getProduct({ id: product.id })).toEqual(updated);
  });

  test.each(FAULTS)('refuses %s', async (_what, fault, fields) => {
    const product = await domain.createProduct();
    const update = client.updateProduct({ id: product.id, ...fault });
    expect(await refusalOf(update)).toEqual({ kind: 'InvalidArgument', fields });
    expect(await client.getProduct({ id: product.id })).toEqual({ product });
  });

  test('refuses a stale version', async () => {
    const { id } = await domain.createProduct();
    const update = client.updateProduct({ id, name: 'Torch', expectedVersion: 0 });
    expect(await refusalOf(update)).toEqual({ kind: 'Conflict', fields: ['expectedVersion'] });
    expect(await client.updateProduct({ id, expectedVersion: 1 })).toMatchObject({ product: { version: 2 } });
  });

  test('happens once for a repeated request, and refuses its id with another change', async () => {
    const { id } = await domain.createProduct();
    const request = { id, name: 'Torch', requestId: 'update' };
    const first = await client.updateProduct(request);
    expect(await client.updateProduct(request)).toEqual(first);
    expect(await refusalOf(client.updateProduct({ ...request, description: 'Steel' }))).toEqual(REUSED);
    expect(await refusalOf(client.archiveProduct({ id, requestId: 'update' }))).toEqual(REUSED);
  });

  test.each([
    ['an unknown product', { id: UNKNOWN }, 'NotFound', ['id']],
    ['an id that is no UUID', { id: 'nonsense' }, 'InvalidArgument', ['id']],
  ])('refuses %s', async (_what, request, kind, fields) => {
    expect(await refusalOf(client.updateProduct(request))).toEqual({ kind, fields });
  });
});

describe('ArchiveProduct', () => {
  test('takes a product off sale; again, it changes nothing', async () => {
    const product = await domain.createProduct({ name: 'Zeppelin' });
    const archived = await client.archiveProduct({ id: product.id, requestId: 'archive' });
    expect(archived).toEqual({ product: { ...product, archived: true, version: 2 } });
    expect(await client.archiveProduct({ id: product.id, requestId: 'archive' })).toEqual(archived);
    expect(await client.archiveProduct({ id: product.id })).toEqual(archived);
    expect(await client.getProduct({ id: product.id })).toEqual(archived);
    expect((await client.searchProducts({ query: 'zeppelin' })).products).toEqual([]);
  });

  test.each([
    ['an unknown product', { id: UNKNOWN }, 'NotFound', ['id']],
    ['an id that is no UUID', { id: 'nonsense' }, 'InvalidArgument', ['id']],
    ['a NUL character', { id: UNKNOWN, requestId: '\0' }, 'InvalidArgument', ['requestId']],
  ])('refuses %s', async (_what, request, kind, fields) => {
    expect(await refusalOf(client.archiveProduct(request))).toEqual({ kind, fields });
  });
});
