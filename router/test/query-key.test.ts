import { expect, test } from 'vitest';
import { queryKey } from '../query-key.ts';

const REQUEST = { method: 'POST', url: '/graphql', bodyText: '{ a }', headers: {} };

test('requests have the same key whatever their traces, ids and times are', () => {
  const headers = { 'x-request-id': 'a', 'x-request-timeout-ms': '5', 'user-agent': 'b', traceparent: 'c' };
  expect(queryKey({ ...REQUEST, headers }, { traceparent: 'c', tracestate: 'd' })).toBe(queryKey(REQUEST, {}));
});

test.each<[what: string, request: Partial<typeof REQUEST>, forwarded?: Record<string, string>]>([
  ['method', { method: 'GET' }],
  ['URL', { url: '/graphql?query={a}' }],
  ['body', { bodyText: '{ b }' }],
  ['accept', { headers: { accept: 'text/html' } }],
  ['content type', { headers: { 'content-type': 'text/plain' } }],
  ['cookie', { headers: { cookie: 'a=b' } }],
  ['header without which a GET is refused', { headers: { 'apollo-require-preflight': '1' } }],
  ['header that shows the plan', { headers: { 'apollo-expose-query-plan': 'true' } }],
  ['credentials', {}, { authorization: 'a' }],
  ['header that subgraphs are told', {}, { 'x-tenant': 'a' }],
])('another %s makes another key', (_what, request, forwarded = {}) => {
  const key = queryKey({ ...REQUEST, ...request }, forwarded);
  expect(key).toBeDefined();
  expect(key).not.toBe(queryKey(REQUEST, {}));
});

test('a value has no key of another place', () => {
  expect(queryKey({ ...REQUEST, headers: { accept: 'a' } }, {})).not.toBe(
    queryKey({ ...REQUEST, headers: { cookie: 'a' } }, {}),
  );
});

test.each([
  ['asks for an answer of its own', { headers: { 'cache-control': 'no-cache' } }],
  ['asks what was done for it', { headers: { 'commerce-expose-trace': '1' } }],
  ['is neither GET nor POST', { method: 'OPTIONS' }],
  ['says that it is very long', { headers: { 'content-length': '1000000' } }],
  ['is very long', { bodyText: 'a'.repeat(100_000) }],
])('a request that %s is not compared', (_what, request) => {
  expect(queryKey({ ...REQUEST, ...request }, {})).toBeUndefined();
});
