import { join } from 'node:path';
import { conformance } from '@commerce/testkit/conformance/conformance-tests';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { type ConnectionPage, readConnection } from '@commerce/testkit/read-pages';
import { makeMany } from '@commerce/testkit/make-many';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CatalogDomain, startCatalog, startCatalogGraphBefore } from './start-catalog.ts';

let domain: CatalogDomain;
let graph: GraphQLClient;
/** Newest first, as the lists have them; those that stay for sale. */
let lamps: { id: string }[];
let archived: string;
beforeAll(async () => {
  domain = await startCatalog();
  ({ graph } = domain);
  lamps = (await domain.createLamps(103)).map(({ id }) => ({ id }));
  archived = (await domain.createProduct({ name: 'Archived lamp' })).id;
  await domain.client.archiveProduct({ id: archived });
});
afterAll(() => domain.stop());

const UNKNOWN = '01890000-0000-7000-8000-000000000000';

describe('the catalog subgraph', () => {
  conformance({
    schemaFile: join(import.meta.dirname, '../graph/schema.graphql'),
    url: () => graph.url,
    core: () => domain.core,
    startBefore: startCatalogGraphBefore,
    entities: [
      {
        type: 'Product',
        find: (count) =>
          makeMany(count, async () => {
            const { id } = await domain.createProduct({ name: 'Entity' });
            await domain.client.archiveProduct({ id });
            return { id, name: 'Entity', price: 49.9, archived: true };
          }),
      },
    ],
  });
});

describe('product and products', () => {
  test('give a product by its id, archived or not, in any letter case', async () => {
    const document = `query ($id: ID!, $text: String) {
      product(id: $id) { id name description price unitPrice { amount currencyCode } archived createdAt version }
      products(id: $text) { id }
    }`;
    expect(await graph.ask(document, { id: archived.toUpperCase(), text: archived })).toEqual({
      product: {
        id: archived,
        name: 'Archived lamp',
        description: 'Brass, warm light',
        price: 49.9,
        unitPrice: { amount: '49.90', currencyCode: 'USD' },
        archived: true,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
        version: 2,
      },
      products: [{ id: archived }],
    });
  });

  test('give null and an empty list for an unknown id', async () => {
    const document = `{ product(id: "${UNKNOWN}") { id } products(id: "${UNKNOWN}") { id } }`;
    expect(await graph.query(document)).toEqual({ data: { product: null, products: [] } });
  });
});

describe.each([
  ['without a query', null],
  ['with a blank query', ' '],
  ['with a query', 'lamp'],
])('a list %s', (_what, query) => {
  const document = 'query ($p: PaginationInput, $query: String) { products(pagination: $p, query: $query) { id } }';

  test.each([
    [{ take: 0 }, 0, 0],
    [{ take: 101 }, 0, 100],
    [null, 0, 100],
    [{ skip: null, take: null }, 0, 100],
    [{ skip: 2, take: 3 }, 2, 5],
    [{ skip: 101 }, 101, 103],
  ])('with %j gives the products from %i to %i', async (p, from, to) => {
    expect(await graph.ask(document, { p, query })).toEqual({ products: lamps.slice(from, to) });
  });

  test('leads to the end as a connection', async () => {
    const connection = `query ($query: String, $after: String) {
      productsConnection(query: $query, first: 25, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
    }`;
    const all = await readConnection(async (after) => {
      const data = await graph.ask<{ productsConnection: ConnectionPage<object> }>(connection, { query, after });
      return data.productsConnection;
    });
    expect(all).toEqual(lamps);
  });

  test('says with first 0 whether there is anything', async () => {
    const connection =
      'query ($query: String) { productsConnection(query: $query, first: 0) { nodes { id } pageInfo { hasNextPage } } }';
    const productsConnection = { nodes: [], pageInfo: { hasNextPage: true } };
    expect(await graph.ask(connection, { query })).toEqual({ productsConnection });
    expect(await graph.ask(connection, { query: 'submarine' })).toEqual({
      productsConnection: { ...productsConnection, pageInfo: { hasNextPage: false } },
    });
  });

  test.each([
    ['{ take: -1 }', ['pagination.take']],
    ['{ skip: -1, take: -1 }', ['pagination.take', 'pagination.skip']],
    ['{ skip: 9901 }', ['pagination.skip']],
  ])('refuses %s', async (pagination, fields) => {
    const refused = `query ($query: String) { products(query: $query, pagination: ${pagination}) { id } }`;
    expect(await graph.errors(refused, { query })).toEqual([{ code: 'BAD_USER_INPUT', path: 'products', fields }]);
  });

  test.each([
    ['first: -1', ['first']],
    ['after: "garbled"', ['after']],
  ])('as a connection refuses %s', async (argument, fields) => {
    const refused = `query ($query: String) { productsConnection(query: $query, ${argument}) { nodes { id } } }`;
    expect(await graph.errors(refused, { query })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'productsConnection', fields },
    ]);
  });
});

test.each([
  ['a query of 10,000 characters', '{ products(query: "%s") { id } }', 'a'.repeat(10_000), 'query'],
  ['a NUL character in the query', '{ products(query: "%s") { id } }', 'lamp\\u0000', 'query'],
  ['an id that is no UUID', '{ products(id: "%s") { id } }', 'nonsense', 'id'],
])('a list refuses %s', async (_what, document, value, field) => {
  expect(await graph.errors(document.replace('%s', value))).toEqual([
    { code: 'BAD_USER_INPUT', path: 'products', fields: [field] },
  ]);
});
