import { costOf } from '@commerce/testkit/cost';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogDomain, startCatalog } from './start-catalog.ts';

let domain: CatalogDomain;
let graph: GraphQLClient;
const ids: string[] = [];
beforeAll(async () => {
  domain = await startCatalog();
  ({ graph } = domain);
  for (const [name, price, currencyCode] of SHOP) {
    ids.push((await domain.createProduct({ name, price, currencyCode })).id);
  }
  await domain.client.archiveProduct({ id: ids[0] ?? '' });
});
afterAll(() => domain.stop());

/** Oldest first; the first is archived. */
const SHOP = [
  ['Old vase', '1.00', 'USD'],
  ['Blue vase', '30.00', 'USD'],
  ['amber vase', '10.00', 'EUR'],
  ['Clear vase', '20.00', 'USD'],
] as const;

const names = async (args: string) => {
  const { products } = await graph.ask<{ products: { name: string }[] }>(`{ products(${args}) { name } }`);
  return products.map(({ name }) => name);
};

describe('products', () => {
  test.each([
    ['filter: { currency: "EUR" }', ['amber vase']],
    ['filter: { price: { min: 20, max: 30 } }', ['Clear vase', 'Blue vase']],
    ['filter: { price: { max: 20.0 } }', ['Clear vase']],
    ['filter: { price: { min: 5, currency: "EUR" } }', ['amber vase']],
    ['filter: { price: { min: 0.01 }, currency: "EUR" }', ['amber vase']],
    ['filter: { archived: true }', ['Old vase']],
    ['filter: { archived: false }', ['Clear vase', 'amber vase', 'Blue vase']],
    ['filter: { ids: [] }', []],
    ['filter: { ids: ["nonsense"] }', []],
    ['filter: {}, orderBy: null', ['Clear vase', 'amber vase', 'Blue vase']],
    ['filter: null, orderBy: PRICE_ASC', ['amber vase', 'Clear vase', 'Blue vase']],
    ['orderBy: PRICE_DESC', ['Blue vase', 'Clear vase', 'amber vase']],
    ['orderBy: NAME', ['amber vase', 'Blue vase', 'Clear vase']],
    ['query: "vase", orderBy: NEWEST', ['Clear vase', 'amber vase', 'Blue vase']],
    ['query: "vase", orderBy: RELEVANCE', ['Clear vase', 'amber vase', 'Blue vase']],
    ['query: "clear", orderBy: PRICE_ASC, filter: { currency: "USD" }', ['Clear vase']],
    ['orderBy: NAME, pagination: { skip: 1, take: 1 }', ['Blue vase']],
  ])('with %s', async (args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  test('by their ids', async () => {
    const document = 'query ($ids: [ID!]) { products(filter: { ids: $ids }, orderBy: NAME) { id } }';
    const [, blue = '', amber = ''] = ids;
    expect(await graph.ask(document, { ids: [blue.toUpperCase(), amber, amber] })).toEqual({
      products: [{ id: amber }, { id: blue }],
    });
  });

  test.each([
    ['filter: { currency: "XYZ" }', ['filter.currency']],
    ['filter: { price: { min: 1, currency: "usd" } }', ['filter.price.currency']],
    ['filter: { price: { min: 1, currency: "USD" }, currency: "EUR" }', ['filter.price.currency']],
    ['filter: { price: { min: 1.234, max: 1e30 } }', ['filter.price.min', 'filter.price.max']],
    [`filter: { ids: [${'"a",'.repeat(101)}] }`, ['filter.ids']],
    ['orderBy: RELEVANCE', ['orderBy']],
  ])('refuse %s', async (args, fields) => {
    expect(await graph.errors(`{ products(${args}) { id } }`)).toEqual([
      { code: 'BAD_USER_INPUT', path: 'products', fields },
    ]);
  });
});

describe('productsConnection', () => {
  const DOCUMENT = `query ($last: Int, $before: String, $query: String) {
    productsConnection(orderBy: NAME, last: $last, before: $before, query: $query) {
      nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor } totalCount totalCountIsExact } }`;
  interface Page {
    nodes: { name: string }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string };
    totalCount: number;
    totalCountIsExact: boolean;
  }
  const page = async (variables: Record<string, unknown>) =>
    (await graph.ask<{ productsConnection: Page }>(DOCUMENT, variables)).productsConnection;

  test('goes back from its end, and counts all of it', async () => {
    const end = await page({ last: 2 });
    expect(end).toMatchObject({
      nodes: [{ name: 'Blue vase' }, { name: 'Clear vase' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
      totalCount: 3,
      totalCountIsExact: true,
    });
    expect(await page({ last: 2, before: end.pageInfo.startCursor })).toMatchObject({
      nodes: [{ name: 'amber vase' }],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(await page({ query: 'blue' })).toMatchObject({ nodes: [{ name: 'Blue vase' }], totalCount: 1 });
  });

  test('counts with one more RPC, and only when it is asked to', async () => {
    const connection = (fields: string) => graph.ask(`{ productsConnection(first: 1) { nodes { id } ${fields} } }`);
    expect((await costOf(() => connection(''))).rpcs).toEqual({ ListProducts: 1 });
    expect((await costOf(() => connection('totalCount totalCountIsExact'))).rpcs).toEqual({
      ListProducts: 1,
      CountProducts: 1,
    });
  });

  test('refuses both directions at once', async () => {
    const document = '{ productsConnection(first: 1, last: 1) { nodes { id } } }';
    expect(await graph.errors(document)).toEqual([
      { code: 'BAD_USER_INPUT', path: 'productsConnection', fields: ['first'] },
    ]);
  });
});

test('the core refuses to count what it refuses to list', async () => {
  const filter = { currencyCode: 'XYZ' };
  const refused = { kind: 'InvalidArgument', fields: ['filter.currencyCode'] };
  expect(await refusalOf(domain.client.countProducts({ filter }))).toEqual(refused);
  expect(await refusalOf(domain.client.countProducts({ query: 'a'.repeat(257) }))).toMatchObject({ fields: ['query'] });
  expect(await domain.client.countProducts({ query: '' })).toEqual({ count: 3, isExact: true });
});
