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

describe('a request that is no GraphQL request is refused as GraphQL refuses', () => {
  const isRefused = async (response: Response, status: number) => {
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  };

  test('with broken JSON', async () => isRefused(await post('{"query":'), 400));
  test('with a body of 2 MB', async () => isRefused(await post(JSON.stringify({ query: ' '.repeat(2_000_000) })), 413));
  test('without a query', async () => isRefused(await post('{}'), 400));
  test('with a type that is not JSON', async () => isRefused(await post(QUERY, { 'content-type': 'text/plain' }), 400));
  test('as a form of another site can send it', async () => {
    const url = `${system.origin}/graphql?query=${encodeURIComponent('{ accounts { id } }')}`;
    await isRefused(await fetch(url), 400);
  });
});

test('a query may come by GET from a client that says it is none of a form', async () => {
  const url = `${system.origin}/graphql?query=${encodeURIComponent('{ accounts { id } }')}`;
  const response = await fetch(url, { headers: { 'apollo-require-preflight': 'true' } });
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
  const response = await fetch(`${system.origin}/${path}`);
  expect(response.status).toBe(200);
});

test('/metrics counts requests, errors and fetches, and holds no credentials', async () => {
  await post(QUERY, { ...JSON_TYPE, authorization: 'Bearer secret-token' });
  const text = await (await fetch(`${system.origin}/metrics`)).text();
  expect(text).toMatch(/graphql_request_duration_seconds_count\{server="router",outcome="ok"\} [1-9]/);
  expect(text).toMatch(/subgraph_fetch_duration_seconds_count\{subgraph="account",outcome="ok"\} [1-9]/);
  expect(text).toMatch(
    /rpc_server_duration_seconds_count\{service="commerce.account.v1.AccountService",method="ListAccounts",code="OK"\} [1-9]/,
  );
  expect(text).not.toContain('secret-token');
});

test('/playground is one page with the operations in it, and may load nothing from elsewhere', async () => {
  const response = await fetch(`${system.origin}/playground`);
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:",
  );
  const page = await response.text();
  expect(page).toContain('AccountsWithOrders');
  expect(page).not.toMatch(/<(script|link|img)[^>]+(src|href)="(https?:)?\/\//);
});
