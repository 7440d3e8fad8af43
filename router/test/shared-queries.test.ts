import { once } from 'node:events';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sharedQueriesTotal, sharedQueriesWaiting } from '../metrics.ts';
import { type RunningRouter, startRouter } from '../start.ts';
import { type Held, holdSubgraph } from './held-subgraph.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll } from './subgraph-servers.ts';

// A router in front of one server, which stands for all subgraphs and answers when the test says so.

let subgraph: Held;
let router: RunningRouter;
beforeEach(async () => {
  subgraph = await holdSubgraph();
  await start();
});
afterEach(async () => {
  await router.stop();
  await closeAll();
});

async function start(variables: Partial<Parameters<typeof startRouter>[0]> = {}): Promise<void> {
  router = await startRouter({ ...ROUTER_CONFIG, ...variables }, () => subgraph.url);
}

const QUERY = '{ account(id: "1") { name } }';
const ADA = { account: { name: 'Ada' } };
const WRITE = 'mutation { createAccount(account: { name: "Ada" }) { name } }';

interface Sent {
  body?: object;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

async function send({ body = { query: QUERY }, headers, signal }: Sent = {}) {
  const response = await fetch(`${router.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  const { data, errors } = (await response.json()) as { data?: object; errors?: { extensions: object }[] };
  return { status: response.status, headers: response.headers, data, errors };
}

/** Sends what leads to a fetch of its own, and waits for that. */
async function begin(sent?: Sent) {
  const answer = send(sent);
  const fetch = await subgraph.next();
  return { answer, fetch };
}

/**
 * Sends what waits for an answer to another. It has less time than that: among requests of the same time only one that comes within
 * a second joins another, and a busy machine may take longer to send it.
 */
async function follow({ headers, ...sent }: Sent = {}) {
  const before = await waiting();
  const answer = send({ ...sent, headers: { 'x-request-timeout-ms': String(PATIENCE_MS / 2), ...headers } });
  await expect.poll(waiting).toBe(before + 1);
  return { answer };
}

const waiting = async () => (await sharedQueriesWaiting.get()).values[0]?.value ?? 0;
const shared = async () => (await sharedQueriesTotal.get()).values[0]?.value ?? 0;

test('the same query is fetched once while it is in flight, and each request has its own id', async () => {
  const before = await shared();
  const first = await begin({ headers: { 'x-request-id': 'first' } });
  const second = await follow({ headers: { 'x-request-id': 'second' } });
  const third = await follow();
  first.fetch.answer({ data: ADA });
  const answers = [await first.answer, await second.answer, await third.answer];
  for (const { status, data, errors } of answers) expect({ status, data, errors }).toEqual({ status: 200, data: ADA });
  const [own, ...others] = answers.map(({ headers }) => {
    const { date: _date, 'x-request-id': _id, ...rest } = Object.fromEntries(headers);
    return rest;
  });
  expect(own).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
  expect(others).toEqual([own, own]);
  expect(answers.map(({ headers }) => headers.get('x-request-id')).slice(0, 2)).toEqual(['first', 'second']);
  expect(answers[2]?.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  expect(subgraph.fetches).toBe(1);
  expect(await shared()).toBe(before + 2);
  expect(await waiting()).toBe(0);
});

test('an answer is kept for nobody who comes after it', async () => {
  const first = await begin();
  first.fetch.answer({ data: ADA });
  await first.answer;
  const second = await begin();
  second.fetch.answer({ data: null });
  await second.answer;
  expect(subgraph.fetches).toBe(2);
});

test.each<[what: string, other: Sent]>([
  ['document', { body: { query: '{ account(id: "2") { name } }' } }],
  ['variables', { body: { query: QUERY, variables: { x: 1 } } }],
  ['operation name', { body: { query: `query A ${QUERY}`, operationName: 'A' } }],
  ['credentials', { headers: { authorization: 'Bearer b' } }],
  ['cookie', { headers: { cookie: 'session=1' } }],
  ['accepted media type', { headers: { accept: 'application/graphql-response+json' } }],
  ['wish for an answer of its own', { headers: { 'cache-control': 'no-cache' } }],
])('a request with another %s is answered by itself', async (_what, other) => {
  const first = await begin();
  const second = await begin(other);
  first.fetch.answer({ data: ADA });
  second.fetch.answer({ data: { account: { name: 'Bob' } } });
  expect((await first.answer).data).toEqual(ADA);
  expect((await second.answer).data).toEqual({ account: { name: 'Bob' } });
});

test('the same trace is not asked for', async () => {
  const first = await begin({ headers: { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });
  const second = await follow({ headers: { traceparent: '00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' } });
  first.fetch.answer({ data: ADA });
  expect((await second.answer).data).toEqual((await first.answer).data);
});

test('an error of a subgraph is told to all who asked, and does not send each to ask again', async () => {
  const first = await begin();
  const second = await follow();
  const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 };
  first.fetch.answer({ data: { account: null }, errors: [{ message: 'Gone.', path: ['account'], extensions }] });
  const [one, other] = [await first.answer, await second.answer];
  expect(one.errors).toMatchObject([{ path: ['account'], extensions }]);
  expect(other.errors).toEqual(one.errors);
  expect(subgraph.fetches).toBe(1);
});

test('what is refused is refused to each, and nobody waits', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => send({ body: { query: '{ nothing }' } })));
  expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400]);
  expect(await waiting()).toBe(0);
});

describe('a write', () => {
  test('is never shared', async () => {
    const first = await begin({ body: { query: WRITE } });
    const second = await begin({ body: { query: WRITE } });
    for (const { fetch } of [first, second]) fetch.answer({ data: { createAccount: { name: 'Ada' } } });
    expect([(await first.answer).status, (await second.answer).status]).toEqual([200, 200]);
  });

  test('that its client was told of is seen by whoever asks after it', async () => {
    const before = await begin();
    const write = await begin({ body: { query: WRITE } });
    const during = await follow();
    write.fetch.answer({ data: { createAccount: { name: 'Ada' } } });
    await write.answer;
    const after = await begin();
    before.fetch.answer({ data: { account: null } });
    expect((await before.answer).data).toEqual({ account: null });
    expect((await during.answer).data).toEqual({ account: null });
    // The end of the old one takes nothing from the new one.
    const joined = await follow();
    after.fetch.answer({ data: ADA });
    expect((await after.answer).data).toEqual(ADA);
    expect((await joined.answer).data).toEqual(ADA);
  });
});

describe('the time of a request is its own', () => {
  test('one whose time is up first is told so, while the other goes on', async () => {
    const first = await begin();
    // Nobody sees for sure that it waits, so short a time it has. If it did not, it would be fetched by itself.
    const { data, errors } = await send({ headers: { 'x-request-timeout-ms': '500' } });
    expect(data).toEqual({ account: null });
    expect(errors).toMatchObject([{ path: ['account'], extensions: { code: 'DEADLINE_EXCEEDED', retryable: true } }]);
    first.fetch.answer({ data: ADA });
    expect((await first.answer).data).toEqual(ADA);
    expect(subgraph.fetches).toBe(1);
  });

  test('one that still has time asks again when the time of the other was up', async () => {
    const first = await begin();
    const second = await follow();
    const extensions = { code: 'DEADLINE_EXCEEDED' };
    first.fetch.answer({ data: { account: null }, errors: [{ message: 'Late.', path: ['account'], extensions }] });
    (await subgraph.next()).answer({ data: ADA });
    expect((await first.answer).errors).toMatchObject([{ extensions }]);
    expect(await second.answer).toMatchObject({ data: ADA, errors: undefined });
  });

  test('one that has much more of it does not wait for the other; the next ones wait for it', async () => {
    const first = await begin({ headers: { 'x-request-timeout-ms': '30000' } });
    const second = await begin();
    const third = await follow();
    second.fetch.answer({ data: ADA });
    expect((await third.answer).data).toEqual(ADA);
    first.fetch.answer({ data: { account: null } });
    expect((await first.answer).data).toEqual({ account: null });
  });
});

describe('a client that hangs up', () => {
  test('takes nothing from those who wait for the same answer', async () => {
    const client = new AbortController();
    const first = await begin({ signal: client.signal });
    const second = await follow();
    client.abort();
    await expect(first.answer).rejects.toThrow('abort');
    const third = await follow();
    first.fetch.answer({ data: ADA });
    expect((await second.answer).data).toEqual(ADA);
    expect((await third.answer).data).toEqual(ADA);
    expect(subgraph.fetches).toBe(1);
  });

  test('ends the work when it was the last', async () => {
    const [leader, follower] = [new AbortController(), new AbortController()];
    const first = await begin({ signal: leader.signal });
    const second = await follow({ signal: follower.signal });
    const closed = once(first.fetch.socket, 'close');
    leader.abort();
    await expect(first.answer).rejects.toThrow('abort');
    // By then the router has seen it, most likely; shared-flights.test.ts is sure of the order.
    await send({ body: { query: '{ __typename }' } });
    follower.abort();
    await expect(second.answer).rejects.toThrow('abort');
    await closed;
    // Nobody joins what has ended.
    const third = await begin();
    third.fetch.answer({ data: ADA });
    expect((await third.answer).data).toEqual(ADA);
  });

  test('while it waits leaves the other its answer', async () => {
    const client = new AbortController();
    const first = await begin();
    const second = await follow({ signal: client.signal });
    client.abort();
    await expect(second.answer).rejects.toThrow('abort');
    await expect.poll(waiting).toBe(0);
    first.fetch.answer({ data: ADA });
    expect((await first.answer).data).toEqual(ADA);
  });
});

describe('a rate limit', () => {
  const LARGE = '{ accounts { id name } more: accounts { id name version createdAt a: id b: id c: id d: id e: id } }';

  test('counts each of those who share an answer by what it asks for, and refuses the one that has no more', async () => {
    await router.stop();
    await start({ RATE_LIMIT_PER_MINUTE: 5, TRUST_PROXY: ['127.0.0.1'] });
    const large = (from: string): Sent => ({ body: { query: LARGE }, headers: { 'x-forwarded-for': from } });
    const first = await begin(large('192.0.2.1'));
    const second = await follow(large('192.0.2.1'));
    const third = await follow(large('192.0.2.1'));
    const another = await follow(large('192.0.2.2'));
    first.fetch.answer({ data: { accounts: [], more: [] } });
    const answers = [await first.answer, await second.answer, await third.answer, await another.answer];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429, 200]);
    expect(answers[2]?.errors).toMatchObject([{ extensions: { reason: 'RATE_LIMITED', retryable: true } }]);
    expect(answers.map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['3', '0', '0', '3']);
    expect(subgraph.fetches).toBe(1);
  });
});

test('with SHARE_IDENTICAL_QUERIES=false each request is answered by itself', async () => {
  await router.stop();
  await start({ SHARE_IDENTICAL_QUERIES: 'false' });
  const requests = [await begin(), await begin()];
  for (const { fetch } of requests) fetch.answer({ data: ADA });
  for (const { answer } of requests) expect((await answer).data).toEqual(ADA);
});
