import { costOf } from '@commerce/testkit/cost';
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

const lamp = { name: 'Lamp', description: 'Brass', price: '49.90' };

/** Faults that a new product and a changed one have alike. */
const FAULTS = [
  ['a blank name', { name: ' \t' }, ['name']],
  ['a name of 201 characters', { name: 'a'.repeat(201) }, ['name']],
  ['a NUL character in the name', { name: 'a\0b' }, ['name']],
  ['a description of 5,001 characters', { description: 'a'.repeat(5_001) }, ['description']],
  ['a NUL character in the description', { description: '\0' }, ['description']],
  ['a negative price', { price: '-0.01' }, ['price']],
  ['a price above the highest', { price: '100000000.01' }, ['price']],
  ['a price that no float holds', { price: '92233720368547758.07' }, ['price']],
  ['a price beyond 64 bits of cents', { price: '184467440737095520' }, ['price']],
  ['more decimals than the currency has', { price: '1.005', currencyCode: 'USD' }, ['price']],
  ['a price that is no number', { price: 'cheap' }, ['price']],
  ['no price', { price: '' }, ['price']],
  ['an unknown currency', { price: '1', currencyCode: 'XXQ' }, ['currencyCode']],
  ['a currency that was withdrawn', { price: '1', currencyCode: 'BGN' }, ['currencyCode']],
  ['a currency in small letters', { price: '1', currencyCode: 'usd' }, ['currencyCode']],
  ['no currency', { price: '1', currencyCode: '' }, ['currencyCode']],
  ['a currency that is a word of JavaScript', { price: '1', currencyCode: 'constructor' }, ['currencyCode']],
  ['a NUL character in the request id', { requestId: '\0' }, ['requestId']],
  [
    'many faults at once, and names all',
    { name: '', description: '\0', price: '-1', currencyCode: 'USD', requestId: 'r'.repeat(129) },
    ['name', 'description', 'price', 'requestId'],
  ],
] as const;

describe('CreateProduct', () => {
  test('puts a product up for sale, and it can be read at once', async () => {
    const created = await client.createProduct({ ...lamp, name: ' Lamp ', description: ' Brass\n' });
    const { price: _, ...texts } = lamp;
    expect(created.product).toMatchObject({ ...texts, unitPrice: money('USD', '4990'), archived: false, version: 1 });
    expect(await client.getProduct({ id: created.product?.id ?? '' })).toEqual(created);
  });

  test.each([
    ['nothing', '0', undefined, money('USD', '0')],
    ['the highest price', '100000000.00', undefined, money('USD', '10000000000')],
    ['fewer decimals than the currency has', '49.9', 'EUR', money('EUR', '4990')],
    ['three decimals where the currency has them', '1.005', 'KWD', money('KWD', '1005')],
    ['no decimals', '500', 'JPY', money('JPY', '500')],
  ])('takes a price of %s', async (_what, price, currencyCode, unitPrice) => {
    expect(await client.createProduct({ ...lamp, price, currencyCode })).toMatchObject({ product: { unitPrice } });
  });

  test.each([
    ['a name of 200 characters and a description of 5,000', { name: 'ä'.repeat(200), description: '😀'.repeat(5_000) }],
    ['no description', { description: '' }],
  ])('takes %s', async (_what, fields) => {
    expect(await client.createProduct({ ...lamp, ...fields })).toMatchObject({ product: fields });
  });

  test.each(FAULTS)('refuses %s', async (_what, fault, fields) => {
    const before = await client.listProducts({});
    expect(await refusalOf(client.createProduct({ ...lamp, ...fault }))).toEqual({ kind: 'InvalidArgument', fields });
    expect(await client.listProducts({})).toEqual(before);
  });

  test('refuses a product without a price', async () => {
    const { price: _, ...priceless } = lamp;
    expect(await refusalOf(client.createProduct(priceless))).toEqual({ kind: 'InvalidArgument', fields: ['price'] });
  });

  test('makes one product of 20 parallel requests with one id, and refuses the id with another one', async () => {
    const create = () => client.createProduct({ ...lamp, name: 'Once', requestId: 'parallel' });
    const made = await Promise.all(Array.from({ length: 20 }, create));
    expect(new Set(made.map(({ product }) => product?.id)).size).toBe(1);
    expect((await client.searchProducts({ query: 'once' })).products).toHaveLength(1);
    for (const other of [{ name: 'Other' }, { description: '' }, { price: '1' }]) {
      const repeated = client.createProduct({ ...lamp, name: 'Once', ...other, requestId: 'parallel' });
      expect(await refusalOf(repeated)).toEqual(REUSED);
    }
  });
});

describe('UpdateProduct', () => {
  test.each<[string, object, object?]>([
    ['the name', { name: 'Torch' }],
    ['the description', { description: 'Steel' }],
    ['the description to nothing', { description: '' }],
    ['the price, in the currency it has', { price: '7' }, { unitPrice: money('USD', '700') }],
    ['the price and the currency', { price: '700', currencyCode: 'JPY' }, { unitPrice: money('JPY', '700') }],
    ['name and price', { name: 'Torch', price: '7' }, { name: 'Torch', unitPrice: money('USD', '700') }],
    ['nothing', {}],
  ])('changes %s alone', async (_what, change, changed = change) => {
    const product = await domain.createProduct();
    const updated = await client.updateProduct({ id: product.id.toUpperCase(), ...change });
    expect(updated).toEqual({ product: { ...product, ...changed, version: 2 } });
    expect(await client.getProduct({ id: product.id })).toEqual(updated);
  });

  test('takes a price from callers that know only unit_price, as CreateProduct does', async () => {
    const { price: _, ...texts } = lamp;
    const unitPrice = money('JPY', '700');
    const { product } = await client.createProduct({ ...texts, unitPrice, requestId: 'former' });
    expect(product).toMatchObject({ unitPrice });
    const dearer = { id: product?.id, unitPrice: money('USD', '705') };
    expect(await client.updateProduct(dearer)).toMatchObject({ product: dearer });
    // Whoever is replaced while it tries again asks for the same in other words.
    const again = client.createProduct({ ...texts, price: '700', currencyCode: 'JPY', requestId: 'former' });
    expect(await again).toMatchObject({ product: { id: product?.id } });
    const negative = client.updateProduct({ ...dearer, unitPrice: money('USD', '-1') });
    expect(await refusalOf(negative)).toEqual({ kind: 'InvalidArgument', fields: ['price'] });
    const unknown = client.updateProduct({ ...dearer, unitPrice: money('XXQ', '705') });
    expect(await refusalOf(unknown)).toEqual({ kind: 'InvalidArgument', fields: ['currencyCode'] });
  });

  test('takes a text in another normalisation form for the same request, with a price alone too', async () => {
    const [composed, decomposed] = ['Am\u00e9lie', 'Ame\u0301lie'];
    const create = (name: string) => client.createProduct({ ...lamp, name, requestId: decomposed });
    const { product } = await create(composed);
    expect(await create(decomposed)).toEqual({ product });
    const { id } = product ?? {};
    const update = (name: string, requestId: string) => client.updateProduct({ id, name, price: '7', requestId });
    const updated = await update(composed, `${composed} 2`);
    expect(await update(decomposed, `${decomposed} 2`)).toEqual(updated);
    expect(updated.product).toMatchObject({ name: composed, version: 2 });
  });

  test('refuses a currency without a price', async () => {
    const { id } = await domain.createProduct();
    const update = client.updateProduct({ id, currencyCode: 'EUR' });
    expect(await refusalOf(update)).toEqual({ kind: 'InvalidArgument', fields: ['price'] });
    const unknown = client.updateProduct({ id, currencyCode: 'XXQ' });
    expect(await refusalOf(unknown)).toEqual({ kind: 'InvalidArgument', fields: ['price', 'currencyCode'] });
  });

  test('reads the product only where a price is in its own currency', async () => {
    const { id } = await domain.createProduct();
    const statements = async (change: object) =>
      (await costOf(() => client.updateProduct({ id, ...change }))).statements['catalog'] ?? 0;
    const alone = await statements({ price: '7' });
    expect(await statements({ price: '7', currencyCode: 'USD' })).toBeLessThanOrEqual(alone);
    expect(alone).toBeLessThanOrEqual(4);
  });

  test('takes new prices from ten callers at once, none of whom asked for a version', async () => {
    const { id } = await domain.createProduct();
    const prices = Array.from({ length: 10 }, (_, index) => String(index + 1));
    await Promise.all(prices.map((price) => client.updateProduct({ id, price, name: `Lamp ${price}` })));
    expect((await client.getProduct({ id })).product?.version).toBe(11);
  });

  test('leaves the id of a request unused that a price in the own currency refuses', async () => {
    const { id } = await domain.createProduct();
    const refused = client.updateProduct({ id, price: '1.005', requestId: 'price' });
    expect(await refusalOf(refused)).toEqual({ kind: 'InvalidArgument', fields: ['price'] });
    const update = client.updateProduct({ id, price: '1.05', requestId: 'price' });
    expect(await update).toMatchObject({ product: { unitPrice: money('USD', '105') } });
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
    expect(await client.updateProduct({ ...request, name: ' Torch ' })).toEqual(first);
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

function money(currencyCode: string, amountMinor: string) {
  return { currencyCode, amountMinor };
}
