import { encodePageToken } from '@commerce/platform/lists/page-token';
import { coreContract } from '@commerce/testkit/core-contract';
import { costOf } from '@commerce/testkit/cost';
import { readList } from '@commerce/testkit/read-pages';
import { refusalOf } from '@commerce/testkit/refusal';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogService, type Product } from '../client.ts';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
let client: CatalogDomain['client'];
/** Newest first, as the list has them. */
let products: Product[];
beforeAll(async () => {
  domain = await startCatalog();
  ({ client } = domain);
  products = await domain.createLamps(105);
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

describe('the catalog core to any gRPC client', () => {
  coreContract({
    service: catalogService,
    address: () => domain.core.address,
    adminOrigin: () => domain.core.adminOrigin,
    get: 'GetProduct',
  });
});

describe('GetProduct and BatchGetProducts', () => {
  test('GetProduct gives a product, and refuses what is none', async () => {
    const [product] = products;
    expect(await client.getProduct({ id: product?.id.toUpperCase() ?? '' })).toEqual({ product });
    expect(await refusalOf(client.getProduct({ id: UNKNOWN }))).toEqual({ kind: 'NotFound', fields: ['id'] });
    expect(await refusalOf(client.getProduct({ id: 'a\0b' }))).toEqual({ kind: 'InvalidArgument', fields: ['id'] });
  });

  test('BatchGetProducts keeps the order asked, repeats, and leaves holes, with one statement', async () => {
    const [first, second, ...rest] = products.map(({ id }) => id);
    const ids = [second ?? '', UNKNOWN, first ?? '', 'nonsense', second ?? '', ...rest];
    const { results } = await client.batchGetProducts({ ids });
    const found = results.map(({ product }) => product);
    expect(found).toEqual([products[1], null, products[0], null, products[1], ...products.slice(2)]);
    expect(results.map(({ product, notFound }) => notFound === !product)).not.toContain(false);
    expect((await costOf(() => client.batchGetProducts({ ids }))).statements).toEqual({ catalog: 1 });
  });

  test('BatchGetProducts refuses 1,001 ids', async () => {
    const ids = Array.from({ length: 1_001 }, () => UNKNOWN);
    expect(await refusalOf(client.batchGetProducts({ ids }))).toEqual({ kind: 'InvalidArgument', fields: ['ids'] });
  });

  test('a caller whose deadline has passed costs nothing', async () => {
    const [id = ''] = products.map((product) => product.id);
    const cost = await costOf(async () => {
      const read = withTimeLeft(-1, () => client.batchGetProducts({ ids: [id] }));
      expect(await refusalOf(read)).toEqual({ kind: 'DeadlineExceeded', fields: [] });
    });
    expect(cost).toEqual({ rpcs: {}, statements: {} });
  });
});

/** Both lists: of all products, and of those that a query finds. */
const LISTS = [
  ['ListProducts', (page: Page) => client.listProducts(page)],
  ['SearchProducts', (page: Page) => client.searchProducts({ query: 'lamp', ...page })],
] as const;

interface Page {
  pageSize?: number;
  skip?: number;
  pageToken?: string;
}

describe.each(LISTS)('%s', (name, fetchPage) => {
  test('leads to the end of the list, in pages of any size', async () => {
    const list = await readList(async (pageToken) => {
      const { products: items, ...tokens } = await fetchPage({ pageSize: 20, pageToken });
      return { items, ...tokens };
    });
    expect(list).toEqual(products);
  });

  test.each([
    [{}, 0, 100],
    [{ pageSize: 101 }, 0, 100],
    [{ pageSize: 3, skip: 2 }, 2, 5],
    [{ skip: 9_900 }, 105, 105],
  ])('with %j gives the entries from %i to %i', async (page, from, to) => {
    expect((await fetchPage(page)).products).toEqual(products.slice(from, to));
  });

  test('costs one statement for a page that the best step of a search fills, too', async () => {
    const { statements } = await costOf(() => fetchPage({}));
    expect(statements).toEqual({ catalog: 1 });
  });

  test.each([
    [{ pageSize: -1, skip: -1 }, ['pageSize', 'skip']],
    [{ skip: 9_901 }, ['skip']],
    [{ pageToken: 'garbled' }, ['pageToken']],
    [{ pageToken: encodePageToken('accounts', [0, UNKNOWN]) }, ['pageToken']],
    [{ pageToken: encodePageToken('products', [0]) }, ['pageToken']],
  ])('refuses %j', async (page, fields) => {
    expect(await refusalOf(fetchPage(page))).toEqual({ kind: 'InvalidArgument', fields });
  });
});

describe('SearchProducts', () => {
  test.each([
    ['no query', ''],
    ['a blank query', ' \t'],
    ['a query of 257 characters', 'a'.repeat(257)],
    ['a query of 10,000 characters', 'lamp '.repeat(2_000)],
    ['a NUL character', 'lamp\0'],
  ])('refuses %s', async (_what, query) => {
    expect(await refusalOf(client.searchProducts({ query }))).toEqual({ kind: 'InvalidArgument', fields: ['query'] });
  });

  test('refuses the token of another query, and of the list', async () => {
    const tokens = [
      (await client.searchProducts({ query: 'brass', pageSize: 1 })).nextPageToken,
      (await client.listProducts({ pageSize: 1 })).nextPageToken,
    ];
    for (const pageToken of tokens) {
      const page = client.searchProducts({ query: 'lamp', pageToken });
      expect(await refusalOf(page)).toEqual({ kind: 'InvalidArgument', fields: ['pageToken'] });
    }
  });

  test.each([
    ['without its position', []],
    ['with a text for its score', ['high', 0, UNKNOWN]],
    ['with a score that no JSON can hold', [null, 0, UNKNOWN]],
    ['with an id that is no UUID', [1, 0, 'nonsense']],
    ['of a year that no store has', [1, 9e15, UNKNOWN]],
  ])("refuses the query's own token %s", async (_what, position) => {
    const { nextPageToken } = await client.searchProducts({ query: 'lamp', pageSize: 1 });
    const [list] = JSON.parse(Buffer.from(nextPageToken, 'base64url').toString()) as [string];
    const page = client.searchProducts({ query: 'lamp', pageToken: encodePageToken(list, position as []) });
    expect(await refusalOf(page)).toEqual({ kind: 'InvalidArgument', fields: ['pageToken'] });
  });

  test('leaves out the tokens of the entries where they are not wanted, and goes on all the same', async () => {
    for (const list of [client.listProducts, (page: object) => client.searchProducts({ query: 'lamp', ...page })]) {
      const whole = await list({ pageSize: 2 });
      expect(whole.pageTokens).not.toEqual([]);
      expect(await list({ pageSize: 2, omitPageTokens: true })).toEqual({ ...whole, pageTokens: [] });
    }
  });

  test('gives nothing, and no error, for 256 characters that no product has', async () => {
    expect(await client.searchProducts({ query: 'q'.repeat(256) })).toEqual({
      products: [],
      pageTokens: [],
      nextPageToken: '',
    });
  });
});
