import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf } from '../shop.ts';
import { ROUTER_CONFIG, startSystem, type System } from '../start-system.ts';
import { textArguments } from './text-arguments.ts';

// One error of each code, whole: its path, and everything that a client's program may read in `extensions`. What else each
// field refuses, its domain's tests show.
// UNAVAILABLE is in outage/, INTERNAL_SERVER_ERROR in masked-errors.test.ts. The other codes of the error table
// (UNAUTHENTICATED, FORBIDDEN, RESOURCE_EXHAUSTED) nothing gives yet.

let system: System;
let shop: ReturnType<typeof shopOf>;
beforeAll(async () => {
  system = await startSystem();
  shop = shopOf(system);
});
afterAll(() => system.stop());

const UNKNOWN = '01900000-0000-7000-8000-000000000000';
const CREATE_ORDER = 'mutation ($order: OrderInput!) { createOrder(order: $order) { id } }';
const CREATE_PRODUCT = 'mutation ($product: ProductInput!) { createProduct(product: $product) { id } }';

test('BAD_USER_INPUT names every field at fault as the document does', async () => {
  const [first, second] = await Promise.all([shop.createProduct(), shop.createProduct()]);
  const products = [
    { id: first, quantity: 0 },
    { id: second, quantity: 1 },
    { id: 'lamp', quantity: 1 },
  ];
  const error = await system.refusal(CREATE_ORDER, { order: { accountId: 'ada', products } });
  expect(error).toMatchObject({
    message:
      'order.accountId must be a UUID; order.products[0].quantity must be 1 to 10,000; order.products[2].id must be a UUID',
    path: ['createOrder'],
  });
  expect(error.extensions).toEqual({
    code: 'BAD_USER_INPUT',
    fieldViolations: [
      { field: 'order.accountId', description: 'must be a UUID' },
      { field: 'order.products[0].quantity', description: 'must be 1 to 10,000' },
      { field: 'order.products[2].id', description: 'must be a UUID' },
    ],
    subgraph: 'order',
  });
});

test('BAD_USER_INPUT is also the code of a field below an entity, on its path', async () => {
  const id = await shop.createAccount();
  const error = await system.refusal(
    'query ($id: ID!) { who: account(id: $id) { bought: orders(pagination: { take: -1 }) { id } } }',
    { id },
  );
  expect(error.path).toEqual(['who', 'bought']);
  expect(error.extensions).toEqual({
    code: 'BAD_USER_INPUT',
    fieldViolations: [{ field: 'pagination.take', description: 'must not be negative' }],
    subgraph: 'order',
  });
});

test.each([
  ['cannot be parsed', '{ accounts { id }', { code: 'GRAPHQL_PARSE_FAILED', reason: 'GRAPHQL_PARSE_FAILED' }],
  [
    'asks for an unknown field',
    '{ accounts { password } }',
    { code: 'GRAPHQL_VALIDATION_FAILED', reason: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'lacks a variable',
    'query ($id: ID!) { account(id: $id) { id } }',
    {
      code: 'BAD_USER_INPUT',
      fieldViolations: [{ field: 'id', description: 'Variable "$id" of required type "ID!" was not provided.' }],
    },
  ],
])('a document that %s has the code that tools look for', async (_, document, expected) => {
  const response = await system.query(document);
  expect(response).not.toHaveProperty('data');
  expect(response.errors?.map(({ extensions }) => extensions)).toEqual([expected]);
});

test.each([
  ['in the variables', CREATE_ORDER, { order: { accountId: UNKNOWN, products: [{ id: UNKNOWN, quantity: 2 ** 31 }] } }],
  [
    'in the document',
    `mutation { createOrder(order: { accountId: "${UNKNOWN}", products: [{ id: "${UNKNOWN}", quantity: 2147483648 }] }) { id } }`,
    {},
  ],
])('BAD_USER_INPUT names the place of a number %s that GraphQL itself refuses', async (_, document, variables) => {
  const error = await system.refusal(document, variables);
  expect(error).not.toHaveProperty('path');
  expect(error.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    fieldViolations: [{ field: 'order.products[0].quantity' }],
  });
});

test('BAD_USER_INPUT names the place of a number in the variables that JavaScript reads as infinity', async () => {
  const product = { name: 'Lamp', description: 'Brass', price: 0 };
  // JSON.stringify cannot write 1e400.
  const body = JSON.stringify({ query: CREATE_PRODUCT, variables: { product } }).replace('"price":0', '"price":1e400');
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(system.url, { method: 'POST', headers, body });
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field: 'product.price' }] } }],
  });
});

test('NOT_FOUND says what is not there, and where the document names it', async () => {
  const [accountId, known] = await Promise.all([shop.createAccount(), shop.createProduct()]);
  const products = [known, UNKNOWN].map((id) => ({ id, quantity: 1 }));
  const error = await system.refusal(CREATE_ORDER, { order: { accountId, products } });
  expect(error).toMatchObject({ message: `There is no product ${UNKNOWN}.`, path: ['createOrder'] });
  expect(error.extensions).toEqual({
    code: 'NOT_FOUND',
    reason: 'PRODUCT_UNKNOWN',
    fieldViolations: [{ field: 'order.products[1].id', description: `There is no product ${UNKNOWN}.` }],
    subgraph: 'order',
  });
});

test('ALREADY_EXISTS refuses an idempotency key that stood for something else', async () => {
  const document = 'mutation ($name: String!) { createAccount(account: { name: $name }, idempotencyKey: "k") { id } }';
  await system.ask(document, { name: 'Ada' });
  const error = await system.refusal(document, { name: 'Grace' });
  expect(error.path).toEqual(['createAccount']);
  expect(error.message).toBe('idempotencyKey was used before with another request; choose a new one');
  expect(error.extensions).toEqual({
    code: 'ALREADY_EXISTS',
    reason: 'REQUEST_ID_REUSED',
    fieldViolations: [
      { field: 'idempotencyKey', description: 'was used before with another request; choose a new one' },
    ],
    subgraph: 'account',
  });
});

test('CONFLICT says which version there is now', async () => {
  const id = await shop.createAccount();
  const document = `mutation ($id: ID!) { updateAccount(id: $id, account: { name: "Ada" }, expectedVersion: 7) { id } }`;
  const error = await system.refusal(document, { id });
  expect(error.path).toEqual(['updateAccount']);
  const description = 'The account has version 1 now; read it again before you change it.';
  expect(error.extensions).toEqual({
    code: 'CONFLICT',
    fieldViolations: [{ field: 'expectedVersion', description }],
    subgraph: 'account',
  });
});

test('FAILED_PRECONDITION says why something cannot be bought', async () => {
  const [accountId, id] = await Promise.all([shop.createAccount(), shop.createProduct()]);
  await shop.archiveProduct(id);
  const error = await system.refusal(CREATE_ORDER, { order: { accountId, products: [{ id, quantity: 1 }] } });
  expect(error.path).toEqual(['createOrder']);
  expect(error.extensions).toEqual({
    code: 'FAILED_PRECONDITION',
    reason: 'PRODUCT_ARCHIVED',
    fieldViolations: [{ field: 'order.products[0].id', description: `Product ${id} is not for sale any more.` }],
    subgraph: 'order',
  });
});

test('DEADLINE_EXCEEDED is what comes of less time than the request takes', async () => {
  const { data, errors = [] } = await system.query(
    '{ accounts { id } products { id } }',
    {},
    { 'x-request-timeout-ms': '1' },
  );
  expect(data).toEqual({ accounts: null, products: null });
  expect(errors.map(({ path }) => String(path)).toSorted()).toEqual(['accounts', 'products']);
  for (const { message, path, extensions } of errors) {
    expect(message).toBe('The request took longer than it was allowed to.');
    const subgraph = String(path) === 'accounts' ? 'account' : 'catalog';
    expect(extensions).toEqual({ code: 'DEADLINE_EXCEEDED', retryable: true, subgraph });
  }
});

test('an error of one field leaves the others of its request whole', async () => {
  const id = await shop.createAccount();
  const { data, errors = [] } = await system.query(
    `query ($id: ID!) { good: account(id: $id) { name } bad: account(id: "x") { name } products(pagination: { take: -1 }) { id } }`,
    { id },
  );
  expect(data).toEqual({ good: { name: 'Ada Lovelace' }, bad: null, products: null });
  expect(errors.map(({ path, extensions: { code, subgraph } }) => ({ path, code, subgraph }))).toEqual(
    expect.arrayContaining([
      { path: ['bad'], code: 'BAD_USER_INPUT', subgraph: 'account' },
      { path: ['products'], code: 'BAD_USER_INPUT', subgraph: 'catalog' },
    ]),
  );
});

describe.each(
  textArguments(buildASTSchema(parse(readFileSync(ROUTER_CONFIG.SUPERGRAPH_PATH, 'utf8')), { assumeValid: true })).map(
    (argument) => [argument.name, argument] as const,
  ),
)('BAD_USER_INPUT names %s by its path', (_name, { document, path, variablesWith }) => {
  test.each([
    ['the NUL character', '\0'],
    ['what turns the direction of a text', '\u202E'],
    ['half a surrogate pair', '\uD83D'],
    ['a control character', '\u001B'],
  ])('for %s in it', async (_what, character) => {
    const { extensions } = await system.refusal(document, variablesWith(`a${character}b`));
    expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(extensions['fieldViolations']).toContainEqual({ field: path, description: expect.any(String) });
  });
});
