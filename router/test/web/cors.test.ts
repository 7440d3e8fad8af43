import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, routerVariables, startRouter } from '../../start.ts';
import { ROUTER_CONFIG } from '../router-config.ts';
import { ask, send, type Sent } from '../send.ts';

// Routers without subgraphs: what is asked they answer themselves.

const SHOP = 'https://shop.example.com';
let development: RunningRouter;
let production: RunningRouter;

async function start(variables: Record<string, unknown>): Promise<RunningRouter> {
  const config = routerVariables.parse({ ...ROUTER_CONFIG, ...variables });
  return await startRouter(config, () => 'http://127.0.0.1:1/graphql');
}

beforeAll(async () => {
  development = await start({ NODE_ENV: 'development' });
  production = await start({ CORS_ORIGINS: `${SHOP}, https://admin.example.com`, RATE_LIMIT_PER_MINUTE: 1 });
});
afterAll(async () => {
  await development.stop();
  await production.stop();
});

const question = (origin: string): Sent => ask('{ __typename }', {}, { origin });
const preflight = (origin: string, path = '/graphql'): Sent => ({
  method: 'OPTIONS',
  path,
  headers: {
    origin,
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,x-of-a-client',
  },
});

test.each([
  'http://localhost:5173',
  'http://127.0.0.1',
  'http://[::1]:3000',
  'https://localhost:8443',
  'https://studio.apollographql.com',
])('in development a page at %s asks and reads', async (origin) => {
  const asked = await send(development.origin, preflight(origin));
  expect(asked).toMatchObject({
    status: 204,
    text: '',
    headers: {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization,content-type,x-of-a-client',
    },
  });
  const { status, headers } = await send(development.origin, question(origin));
  expect({ status, headers }).toMatchObject({
    status: 200,
    headers: { 'access-control-allow-origin': origin, vary: expect.stringContaining('Origin') as unknown },
  });
  expect(headers['access-control-expose-headers']).toContain('x-request-id');
  expect(headers['access-control-expose-headers']).toContain('ratelimit-remaining');
  // No page gets what its browser sends by itself.
  expect(headers['access-control-allow-credentials']).toBeUndefined();
});

test.each([
  'https://evil.example',
  'http://localhost.evil.example',
  'http://127.0.0.1.evil.example:4000',
  'http://evil.example/http://localhost',
  'null',
])('in development a page at %s may not', async (origin) => {
  for (const sent of [preflight(origin), question(origin)]) {
    const { headers } = await send(development.origin, sent);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers.vary).toContain('Origin');
  }
});

test('a page of another origin gets nothing of the playground, whose tokens it could use', async () => {
  for (const path of ['/playground', '/playground/token/staff', '/']) {
    for (const sent of [preflight('http://localhost:5173', path), { ...question('http://localhost:5173'), path }]) {
      const { headers } = await send(development.origin, sent);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  }
});

test('what is no preflight is a method that is not for GraphQL', async () => {
  const sent: Sent[] = [{ method: 'OPTIONS' }, { method: 'OPTIONS', headers: { origin: 'http://localhost' } }];
  for (const each of sent) expect((await send(development.origin, each)).status).toBe(405);
});

test('a page can read why it was refused, and a preflight counts for nothing', async () => {
  for (const _ of [1, 2, 3]) expect((await send(production.origin, preflight(SHOP))).status).toBe(204);
  expect((await send(production.origin, question(SHOP))).status).toBe(200);
  const { status, headers } = await send(production.origin, question(SHOP));
  expect({ status, headers }).toMatchObject({ status: 429, headers: { 'access-control-allow-origin': SHOP } });
  expect(headers['retry-after']).toMatch(/^\d+$/);
  const other = await send(production.origin, preflight('http://localhost:5173'));
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
});

test('what a page can send without a question is refused, wherever it is from', async () => {
  const headers = { origin: 'http://localhost:5173', 'content-type': 'text/plain' };
  const { status } = await send(development.origin, { headers, body: '{"query":"{ __typename }"}' });
  expect(status).toBe(415);
});

test('in production no page may that is not named', async () => {
  const router = await start({});
  const { status, headers } = await send(router.origin, preflight(SHOP));
  expect(status).toBe(405);
  expect(headers['access-control-allow-origin']).toBeUndefined();
  await router.stop();
});

test.each(['shop.example.com', 'https://shop.example.com/', 'https://*.example.com', 'file://', 'https://a,b'])(
  'CORS_ORIGINS=%s is refused',
  (CORS_ORIGINS) => {
    expect(routerVariables.pick({ CORS_ORIGINS: true }).safeParse({ CORS_ORIGINS }).success).toBe(false);
  },
);
