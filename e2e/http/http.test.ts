import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type System } from '../start-system.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = JSON_TYPE) =>
  fetch(`${system.origin}/graphql`, { method: 'POST', headers, body });
const QUERY = JSON.stringify({ query: '{ accounts { id } }' });

const BY_GET = `/graphql?query=${encodeURIComponent('{ accounts { id } }')}`;

test.each([
  ['broken JSON', 400, () => post('{"query":')],
  ['a body of 2 MB', 413, () => post(JSON.stringify({ query: ' '.repeat(2_000_000) }))],
  ['no query', 400, () => post('{}')],
  ['a type that is not JSON', 415, () => post(QUERY, { 'content-type': 'text/plain' })],
  ['what a form of another site can send', 400, () => fetch(system.origin + BY_GET)],
])('a request with %s is refused as GraphQL refuses, with the status %i', async (_what, status, send) => {
  const response = await send();
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a query may come by GET from a client that says it is none of a form', async () => {
  const response = await fetch(system.origin + BY_GET, { headers: { 'apollo-require-preflight': 'true' } });
  expect(await response.json()).toEqual({ data: { accounts: [] } });
});

describe('the request id', () => {
  test('is the one that the client gave', async () => {
    const response = await post(QUERY, { ...JSON_TYPE, 'x-request-id': 'checkout-42' });
    expect(response.headers.get('x-request-id')).toBe('checkout-42');
  });

  test.each([['x'.repeat(129)], ['a b'], ['<script>']])('is a new one instead of %s', async (hostile) => {
    const response = await post(QUERY, { ...JSON_TYPE, 'x-request-id': hostile });
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test.each(['healthz', 'readyz'])('/%s says that the router is well', async (path) => {
  const response = await fetch(`${system.adminOrigin}/${path}`);
  expect(response.status).toBe(200);
});

test.each(['healthz', 'readyz', 'metrics'])('/%s is not on the public port', async (path) => {
  expect((await fetch(`${system.origin}/${path}`)).status).toBe(404);
});

test('/metrics counts requests, errors and fetches, and holds no credentials', async () => {
  await post(QUERY, { ...JSON_TYPE, authorization: 'Bearer secret-token' });
  const text = await (await fetch(`${system.adminOrigin}/metrics`)).text();
  expect(text).toMatch(/graphql_request_duration_seconds_count\{server="router",outcome="ok"\} [1-9]/);
  expect(text).toMatch(/subgraph_fetch_duration_seconds_count\{subgraph="account",outcome="ok"\} [1-9]/);
  expect(text).toMatch(
    /rpc_server_duration_seconds_count\{service="commerce.account.v1.AccountService",method="ListAccounts",code="OK"\} [1-9]/,
  );
  expect(text).not.toContain('secret-token');
});
