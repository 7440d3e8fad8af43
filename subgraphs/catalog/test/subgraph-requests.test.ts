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

describe('many changes in one request', () => {
  const CHANGE = '(id: $id, product: { price: 7';

  test('a price alone goes through after another change of the same product', async () => {
    const { id } = await domain.createProduct();
    const document = `mutation ($id: ID!) {
      first: updateProduct(id: $id, product: { price: 7 }) { price version }
      second: updateProduct(id: $id, product: { price: 8 }) { price version }
    }`;
    expect(await graph.query(document, { id })).toEqual({
      data: { first: { price: 7, version: 2 }, second: { price: 8, version: 3 } },
    });
  });

  test('a price alone has the currency that an earlier change has set', async () => {
    const { id } = await domain.createProduct();
    const unitPrice = 'unitPrice { amount currencyCode }';
    const document = `mutation ($id: ID!) {
      first: updateProduct${CHANGE} }) { ${unitPrice} }
      second: updateProduct${CHANGE}, currency: "JPY" }) { ${unitPrice} }
      third: updateProduct${CHANGE} }) { ${unitPrice} }
    }`;
    expect(await graph.query(document, { id })).toEqual({
      data: {
        first: { unitPrice: { amount: '7.00', currencyCode: 'USD' } },
        second: { unitPrice: { amount: '7', currencyCode: 'JPY' } },
        third: { unitPrice: { amount: '7', currencyCode: 'JPY' } },
      },
    });
  });
});

describe('productsConnection', () => {
  const DOCUMENT = `query ($query: String, $after: String) {
    productsConnection(query: $query, after: $after, first: 1) { pageInfo { endCursor } }
  }`;

  async function cursorOf(query: string | null): Promise<string> {
    const data = await graph.ask<{ productsConnection: { pageInfo: { endCursor: string } } }>(DOCUMENT, { query });
    return data.productsConnection.pageInfo.endCursor;
  }

  test.each([
    ["another query's cursor", 'lamp', 'brass'],
    ["the list's cursor for a query", 'lamp', null],
    ["a query's cursor for the list", null, 'lamp'],
  ])('refuses %s', async (_what, query, other) => {
    await domain.createProduct();
    const after = await cursorOf(other);
    expect(await graph.errors(DOCUMENT, { query, after })).toEqual([
      { code: 'BAD_USER_INPUT', path: 'productsConnection', fields: ['after'] },
    ]);
  });

  test('goes on with the cursor of the same words in another writing', async () => {
    await domain.createProduct();
    const after = await cursorOf('lamp');
    expect(await graph.errors(DOCUMENT, { query: ' LÁMP! ', after })).toEqual([]);
  });
});
