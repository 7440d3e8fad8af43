import { refusalOf } from '@commerce/testkit/refusal';
import { sentStatements } from '@commerce/testkit/stores/sent-statements';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Product } from '../client.ts';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
let client: CatalogDomain['client'];
let product: Product;
beforeAll(async () => {
  domain = await startCatalog();
  ({ client } = domain);
  product = await domain.createProduct({ name: 'Torch' });
});
afterAll(() => domain.stop());

/** Every read that a mask can be given to, and what it gives of the product. */
const reads: [rpc: string, read: (paths: string[]) => Promise<Product | null | undefined>][] = [
  ['GetProduct', async (paths) => (await client.getProduct({ id: product.id, readMask: { paths } })).product],
  [
    'BatchGetProducts',
    async (paths) => (await client.batchGetProducts({ ids: [product.id], readMask: { paths } })).results[0]?.product,
  ],
  ['ListProducts', async (paths) => (await client.listProducts({ readMask: { paths } })).products[0]],
  [
    'SearchProducts',
    async (paths) => (await client.searchProducts({ query: 'torch', readMask: { paths } })).products[0],
  ],
];

describe.each(reads)('%s', (_rpc, read) => {
  test.each<[paths: string[]]>([
    [[]],
    [['*']],
    [['id', 'name', 'description', 'unit_price', 'archived', 'create_time', 'version']],
  ])('with the mask %j gives the whole product', async (paths) => {
    expect(await read(paths)).toEqual(product);
  });

  test('gives no more than was read', async () => {
    const { createTime: _, ...found } = (await read(['name'])) ?? product;
    const unread = { description: '', unitPrice: null, archived: false, version: 0 };
    expect(found).toEqual({ id: product.id, name: 'Torch', ...unread });
  });

  test('gives a price whole', async () => {
    expect((await read(['unit_price']))?.unitPrice).toEqual(product.unitPrice);
    expect((await read(['unit_price.currency_code']))?.unitPrice).toEqual(product.unitPrice);
  });

  test('refuses a field that a product has not', async () => {
    expect(await refusalOf(read(['price']))).toEqual({ kind: 'InvalidArgument', fields: ['readMask'] });
  });
});

const { elasticsearch } = storeServers();
describe.skipIf(elasticsearch)('what a client selects reaches the statements', () => {
  test.each([
    ['a product', 'product(id: $id) { name price }'],
    ['a list', 'products { name price archived }'],
    ['a search', 'products(query: "torch") { name unitPrice { amount } }'],
    ['a product in a list', 'products(id: $id) { name }'],
    ['a connection', 'productsConnection(first: 2) { nodes { name } edges { cursor node { createdAt } } }'],
    ['an entity', '_entities(representations: [{ __typename: "Product", id: $id }]) { ... on Product { name } }'],
  ])('%s without its description', async (_what, selection) => {
    const used = selection.includes('$id') ? '($id: ID!)' : '';
    const { texts } = await sentStatements(() =>
      domain.graph.ask(
        `query ${used.replace('ID!', selection.includes('products(id') ? 'String!' : 'ID!')} { ${selection} }`,
        {
          id: product.id,
        },
      ),
    );
    expect(texts.join('\n')).toMatch(/"?products"?/);
    expect(texts.join('\n')).not.toMatch(/"description"|version/);
  });
});
