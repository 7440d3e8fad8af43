import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

// No subgraph runs: an operation that is let through fails there, and one that is refused has no data at all.

let router: RunningRouter;

beforeAll(async () => {
  const config = { ...ROUTER_CONFIG, MAX_RESPONSE_FIELDS: 1_000 };
  router = await startRouter(config, () => 'http://127.0.0.1:1/graphql');
});
afterAll(() => router.stop());

interface Answer {
  data?: unknown;
  errors: { message: string; extensions: { code: string; reason?: string } }[];
}

async function send(query: string, variables?: object): Promise<{ status: number; answer: Answer }> {
  const response = await fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, answer: (await response.json()) as Answer };
}

const aliases = (count: number, field: string) => Array.from({ length: count }, (_, index) => `a${index}: ${field}`);
const nested = (levels: number) =>
  `{ accounts ${'{ orders { account '.repeat(levels)} { id } ${'} }'.repeat(levels)} }`;
const shortNested = (levels: number) =>
  `{ account(id: "1") ${'{ orders(pagination: { take: 1 }) { account '.repeat(levels)} { id } ${'} }'.repeat(levels)} }`;
const page = 'first: 100';

test.each([
  ['three levels of orders below accounts', nested(3)],
  [
    'four levels of connections',
    `{ accountsConnection(${page}) { nodes { ordersConnection { nodes {
    account { ordersConnection(${page}) { edges { node { account { ordersConnection { nodes { id } } } } } } } } } } } }`,
  ],
  ['an order’s lines, which come whole', `{ accounts { orders { products { ${aliases(11, 'name').join(' ')} } } } }`],
  ['as many names for a type', `{ accounts { orders { products { ${aliases(11, '__typename').join(' ')} } } } }`],
  ['page sizes in variables', '', { take: 100 }],
  ['page sizes in the variables’ defaults', '', {}],
  ['more objects than 100', `{ ${aliases(101, 'account(id: "1") { id }').join(' ')} }`],
  ['a hundred levels', shortNested(50)],
  [
    'the long lists of a fragment',
    `{ accounts { ...A } } fragment A on Account { orders { account { orders { account { orders { id } } } } } }`,
  ],
])('%s are refused', async (_name, document, variables?: object) => {
  const query =
    document ||
    `query ($take: Int = 100) { accounts(pagination: { take: $take }) { orders(pagination: { take: $take }) {
       account { orders(pagination: { take: $take }) { products { id name } } } } } }`;
  const { status, answer } = await send(query, variables);
  expect(status).toBe(400);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE' } }]);
});

test('the refusal says how much was asked for, how much may be, and what to do', async () => {
  const { answer } = await send(nested(3));
  expect(answer.errors.map(({ message }) => message)).toEqual([
    'The operation asks for 302020100 fields in its response; at most 10000000 are allowed: ask for shorter or fewer lists.',
  ]);
});

test.each([
  [
    'fragments that double',
    `{ ...F0 } ${Array.from(
      { length: 20 },
      (_, level) => `fragment F${level} on Query { ...F${level + 1} ...F${level + 1} }`,
    ).join(' ')} fragment F20 on Query { __typename }`,
    'An operation of the document has more than 2000 selections',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['more than 1,500 tokens', `{ ${'__typename '.repeat(1_500)} }`, /more that 1500 tokens/, 'GRAPHQL_PARSE_FAILED'],
  [
    'levels beyond what a parser can follow',
    `{ accounts(pagination: ${'['.repeat(100_000)}) { id } }`,
    /more that 1500 tokens/,
    'GRAPHQL_PARSE_FAILED',
  ],
])('%s are refused before they are planned', async (_name, document, message, code) => {
  const { status, answer } = await send(document);
  expect(status).toBe(400);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toMatchObject([{ message: expect.stringMatching(message) as unknown, extensions: { code } }]);
});

test.each([
  ['two levels of orders below accounts', nested(2)],
  [
    'every field of three levels, if one is short',
    `{ accounts(pagination: { take: 50 }) { id name createdAt version orders { id createdAt status totalPrice
    total { amount currencyCode } products { id name description price unitPrice { amount currencyCode } quantity
    lineTotal { amount currencyCode } product { name price } } } } }`,
  ],
  [
    'four levels of short lists',
    `{ accounts(pagination: { take: 10 }) { orders(pagination: { take: 10 }) { account {
    orders(pagination: { take: 10 }) { account { orders(pagination: { take: 10 }) { id } } } } } } }`,
  ],
  [
    'short connections',
    `{ accountsConnection(first: 10) { nodes { ordersConnection(first: 10) { nodes { account {
    ordersConnection(first: 10) { edges { node { account { ordersConnection(first: 10) { nodes { id } } } } } } } } } } } }`,
  ],
  ['a page that a subgraph cuts to 100', '{ accounts(pagination: { take: 2147483647 }) { orders { id } } }'],
  ['a hundred objects', `{ ${aliases(100, 'account(id: "1") { id }').join(' ')} }`],
  [
    'a part that a variable leaves out',
    `query ($deep: Boolean = false) {
    accounts { orders { account @include(if: $deep) { orders { account { orders { id } } } } } } }`,
  ],
])('%s pass', async (_name, document) => {
  const { answer } = await send(document);
  expect(answer.errors[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE' });
});

test('only the operation that is run counts', async () => {
  const response = await fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `query Large ${nested(3)} query Small { accounts { id } }`, operationName: 'Small' }),
  });
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] });
});
