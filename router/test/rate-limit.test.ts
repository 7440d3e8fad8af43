import { resolve } from 'node:path';
import { log } from '@commerce/platform/log';
import { freePort } from '@commerce/testkit/free-port';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type RunningRouter, routerVariables, startRouter } from '../start.ts';
import { type RedisStandIn, startRedisStandIn } from './redis-stand-in.ts';

// Routers without subgraphs: what is let through is answered by the router itself, or fails.

const routers: RunningRouter[] = [];
const stores: RedisStandIn[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const router of routers.splice(0)) await router.stop();
  for (const store of stores.splice(0)) await store.stop();
});

async function start(variables: Record<string, unknown>): Promise<RunningRouter> {
  const router = await startRouter(
    routerVariables.parse({
      NODE_ENV: 'test',
      PORT: 0,
      ADMIN_PORT: 0,
      SUPERGRAPH_PATH: resolve(import.meta.dirname, '../../supergraph.graphql'),
      ...variables,
    }),
    () => 'http://127.0.0.1:1/graphql',
  );
  routers.push(router);
  return router;
}

const SMALL = '{ __typename }';
// 100 accounts with their names.
const LARGE = '{ accounts { id name } more: accounts { id name version createdAt a: id b: id c: id d: id e: id } }';

async function send({ origin }: RunningRouter, query = SMALL, headers: Record<string, string> = {}) {
  const response = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: object; errors?: { extensions: object }[] };
  const limit = (name: string) => Number(response.headers.get(`ratelimit-${name}`) ?? Number.NaN);
  return {
    status: response.status,
    data,
    extensions: errors?.[0]?.extensions,
    remaining: limit('remaining'),
    reset: limit('reset'),
    limit: limit('limit'),
    retryAfter: response.headers.get('retry-after'),
  };
}

async function statuses(router: RunningRouter, forwardedFor: string[]): Promise<number[]> {
  const found: number[] = [];
  for (const address of forwardedFor) found.push((await send(router, SMALL, { 'x-forwarded-for': address })).status);
  return found;
}

test('nobody is counted unless a limit is set', async () => {
  const router = await start({});
  expect(await send(router)).toMatchObject({ status: 200, limit: Number.NaN, remaining: Number.NaN });
});

test('a client that has used its minute is told when it may come again', async () => {
  const router = await start({ RATE_LIMIT_PER_MINUTE: 2 });
  const first = await send(router);
  expect(first).toMatchObject({ status: 200, limit: 2, remaining: 1, retryAfter: null });
  expect(first.reset).toBeGreaterThan(0);
  expect(first.reset).toBeLessThanOrEqual(60);
  expect(await send(router)).toMatchObject({ status: 200, remaining: 0 });
  const third = await send(router);
  expect(third).toMatchObject({
    status: 429,
    data: undefined,
    remaining: 0,
    extensions: {
      code: 'RESOURCE_EXHAUSTED',
      reason: 'RATE_LIMITED',
      retryable: true,
      retryAfterMs: expect.any(Number),
    },
  });
  expect(Number(third.retryAfter)).toBe(third.reset);
  const text = await (await fetch(`${router.adminOrigin}/metrics`)).text();
  expect(text).toMatch(/^rate_limit_refused_total [1-9]/m);
});

test('what cannot be parsed counts as well', async () => {
  const router = await start({ RATE_LIMIT_PER_MINUTE: 1 });
  expect((await send(router, '{')).status).toBe(400);
  expect((await send(router, '{')).status).toBe(429);
});

test('an operation counts by what it asks for', async () => {
  const router = await start({ RATE_LIMIT_PER_MINUTE: 3 });
  expect(await send(router, LARGE)).toMatchObject({ status: 200, remaining: 1 });
  expect(await send(router, LARGE)).toMatchObject({ status: 429, extensions: { retryable: true } });
});

test('an operation that counts as more than a minute has is not worth sending again', async () => {
  const router = await start({ RATE_LIMIT_PER_MINUTE: 1 });
  const { status, extensions } = await send(router, LARGE);
  expect(status).toBe(429);
  expect(extensions).toEqual({ code: 'RESOURCE_EXHAUSTED', reason: 'RATE_LIMITED' });
});

describe('what X-Forwarded-For says', () => {
  test('counts for nothing of somebody who is no proxy', async () => {
    const router = await start({ RATE_LIMIT_PER_MINUTE: 1 });
    expect(await statuses(router, ['192.0.2.1', '192.0.2.2'])).toEqual([200, 429]);
  });

  test('names the client of a proxy that is trusted; what stands before it may be anybody’s words', async () => {
    const router = await start({ RATE_LIMIT_PER_MINUTE: 1, TRUST_PROXY: '127.0.0.0/8' });
    expect(await statuses(router, ['192.0.2.1', '192.0.2.2', '192.0.2.9, 192.0.2.1'])).toEqual([200, 200, 429]);
  });

  test.each(['true', '1', '10.0.0.0/x', 'proxy.example.com', '10.0.0.1,'])('of TRUST_PROXY=%s is refused', (value) => {
    expect(routerVariables.safeParse({ TRUST_PROXY: value }).success).toBe(false);
  });
});

describe('with Redis', () => {
  /** Sends until it is counted: nobody is before a router has its connection, nor when a count takes a quarter of a second. */
  async function counted(router: RunningRouter) {
    for (;;) {
      const answer = await send(router);
      if (!Number.isNaN(answer.limit)) return answer;
    }
  }

  test('replicas share a count', async () => {
    const store = await startRedisStandIn();
    stores.push(store);
    const variables = { RATE_LIMIT_PER_MINUTE: 2, RATE_LIMIT_REDIS_URL: store.url };
    const [one, other] = [await start(variables), await start(variables)];
    for (const _ of [1, 2]) await counted(one);
    const { status, remaining, reset } = await counted(other);
    expect([status, remaining]).toEqual([429, 0]);
    expect(reset).toBeGreaterThan(0);
    expect(reset).toBeLessThanOrEqual(60);
  });

  test('requests pass while it is gone, and are counted when it is back', async () => {
    // Nobody else is given it while nobody listens there.
    const port = await freePort();
    const store = await startRedisStandIn(port);
    const router = await start({ RATE_LIMIT_PER_MINUTE: 1, RATE_LIMIT_REDIS_URL: store.url });
    await expect.poll(async () => (await send(router)).status).toBe(429);
    await store.stop();
    await expect.poll(async () => (await send(router)).status).toBe(200);
    expect((await send(router)).status).toBe(200);
    stores.push(await startRedisStandIn(port));
    await expect.poll(async () => (await send(router)).status).toBe(429);
  });

  test('requests are counted again soon after it was lost without a word', async () => {
    const store = await startRedisStandIn();
    stores.push(store);
    const [warn, info] = [vi.spyOn(log, 'warn'), vi.spyOn(log, 'info')];
    const router = await start({ RATE_LIMIT_PER_MINUTE: 1, RATE_LIMIT_REDIS_URL: store.url });
    await expect.poll(async () => (await send(router)).status).toBe(429);
    warn.mockClear();
    info.mockClear();
    store.lose();
    expect((await send(router)).status).toBe(200);
    await expect.poll(async () => (await send(router)).status).toBe(429);
    const said = [...warn.mock.calls, ...info.mock.calls].map((words) => String(words.at(-1)));
    expect(said.filter((words) => words.includes('rate limit'))).toEqual([
      'The rate limit is off: its Redis cannot be reached',
      'The rate limit is on again',
    ]);
  });
});
