import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { transformFileAsync } from '@babel/core';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiSchemaOf } from '../../tools/composition/api-schema.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { type Front, startFront } from './front.ts';
import { makePageProject, type PageProject } from './page-project.ts';

// docs/clients.md as it is written: its files, its commands, against the whole system.

const ROOT = resolve(import.meta.dirname, '../..');

let front: Front;
let project: PageProject;
let system: System;
beforeAll(async () => {
  front = await startFront();
  project = await makePageProject({
    'http://127.0.0.1:4000': front.origin,
    'https://manifests.example.com': `${front.origin}/manifests`,
  });
  for (const command of project.commands) await project.run(command);
  const TRUSTED_DOCUMENTS = ['storefront', 'relay'].map((name) => `${front.origin}/manifests/${name}-1.0.0.json`);
  // The manifests that came last are kept beside it.
  const SUPERGRAPH_CACHE = join(project.folder, 'supergraph.graphql');
  system = await startSystem(undefined, { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_MODE: 'prefer', SUPERGRAPH_CACHE });
  front.target = system.origin;
});
afterAll(async () => {
  await system.stop();
  await front.stop();
  await project.remove();
});
beforeEach(() => {
  front.seen = [];
});

/** One of the page's modules. */
const load = async <Module>(path: string): Promise<Module> =>
  (await import(/* @vite-ignore */ join(project.folder, path))) as Module;

test('schema.graphql is what a router tells of itself where it is asked', async () => {
  const introspection = getIntrospectionQuery({ specifiedByUrl: true, inputValueDeprecation: true, oneOf: true });
  const { data } = await system.query<IntrospectionQuery>(introspection);
  if (!data) throw new Error('The router told nothing.');
  expect(apiSchemaOf(buildClientSchema(data))).toBe(await readFile(join(ROOT, 'schema.graphql'), 'utf8'));
});

test('the types of all files fit', async () => {
  const compilerOptions = { strict: true, noEmit: true, skipLibCheck: true, target: 'esnext', module: 'esnext' };
  const more = { moduleResolution: 'bundler', lib: ['esnext', 'dom'], types: ['node'] };
  const tsconfig = { compilerOptions: { ...compilerOptions, ...more }, include: ['src', 'codegen.ts'] };
  await writeFile(join(project.folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  await expect(project.run('npx tsc')).resolves.toBeUndefined();
});

interface Shop {
  find(query: string): Promise<{ id: string; name: string; unitPrice: { amount: string } }[]>;
  buy(accountId: string, productId: string, quantity?: number): Promise<{ total: object } | Map<string, string>>;
}

describe.each(['apollo', 'urql', 'graphql-request'])('src/%s.ts', (name) => {
  test('finds a product, buys it, and says what is wrong with the form', async () => {
    const shop = shopOf(system);
    const client = await load<Shop>(`src/${name}.ts`);
    const word = `lamp${name.replace('-', '')}`;
    const [account, product] = await Promise.all([shop.createAccount(), shop.createProduct({ name: word })]);

    expect(await client.find(word)).toMatchObject([{ id: product, name: word, unitPrice: { amount: '49.90' } }]);
    expect(await client.buy(account, product)).toMatchObject({ total: { amount: '49.90', currencyCode: 'USD' } });
    expect(await client.buy(account, product, 0)).toEqual(
      new Map([['order.products[0].quantity', expect.any(String)]]),
    );
  });
});

test.each(['apollo', 'urql'])(
  'src/%s.ts sends a mutation until it is answered, and it takes effect once',
  async (name) => {
    const shop = shopOf(system);
    const [account, product] = await Promise.all([shop.createAccount(), shop.createProduct()]);
    front.faults = ['lost', 'unavailable'];
    expect(await (await load<Shop>(`src/${name}.ts`)).buy(account, product)).toMatchObject({ total: {} });
    expect(front.seen).toEqual(['POST text', 'POST text', 'POST text']);
    const { orders } = await ordersOf(account);
    expect(orders).toHaveLength(1);
  },
);

test('src/relay/products.ts finds a product by a document that is named alone', async () => {
  const file = join(project.folder, 'src/relay/products.ts');
  const options = { cwd: project.folder, parserOpts: { plugins: ['typescript' as const] } };
  await writeFile(file, (await transformFileAsync(file, options))?.code ?? '');
  const id = await shopOf(system).createProduct({ name: 'lamprelay' });
  const { find } = await load<Shop>('src/relay/products.ts');
  expect(await find('lamprelay')).toMatchObject([{ id, unitPrice: { amount: '49.90' } }]);
  expect(front.seen).toEqual(['POST documentId']);
});

test('src/persisted.ts names documents in place of sending them', async () => {
  const { apollo, urql } =
    await load<Record<'apollo' | 'urql', { query: (...given: unknown[]) => Promise<object> }>>('src/persisted.ts');
  const { PRODUCTS } = await load<{ PRODUCTS: object }>('src/operations.ts');
  const variables = { query: 'nothing', first: 1 };
  const found = { data: { productsConnection: { edges: [] } } };
  expect(await apollo.query({ query: PRODUCTS, variables })).toMatchObject(found);
  expect(await urql.query(PRODUCTS, variables)).toMatchObject(found);
  expect(front.seen).toEqual(['GET sha256Hash', 'GET sha256Hash']);
});

describe('what the page says is not there is refused in words', () => {
  const post = async (body: string, type = 'application/json') => {
    const response = await fetch(system.url, { method: 'POST', headers: { 'content-type': type }, body });
    return { status: response.status, text: await response.text() };
  };
  test.each([
    ['@defer', '{ __typename ... @defer { accounts { id } } }', 'Unknown directive \\"@defer\\"'],
    ['subscriptions', 'subscription { orders { id } }', 'subscription'],
  ])('%s', async (_what, query, said) => {
    const { status, text } = await post(JSON.stringify({ query }));
    expect({ status, text }).toEqual({ status: 400, text: expect.stringContaining(said) });
  });

  test('batches and uploads', async () => {
    expect(await post(JSON.stringify([{ query: '{ __typename }' }]))).toMatchObject({ status: 400 });
    expect(await post('x', 'multipart/form-data; boundary=x')).toMatchObject({ status: 415 });
  });
});

function ordersOf(id: string) {
  return system
    .ask<{ account: { orders: object[] } }>('query ($id: ID!) { account(id: $id) { orders { id } } }', { id })
    .then(({ account }) => account);
}
