import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../../start.ts';
import { ROUTER_CONFIG } from '../router-config.ts';
import { ask, get, send, type Sent } from '../send.ts';
import { closeAll, startServer } from '../subgraph-servers.ts';

// A router on this project's supergraph, in front of one server that stands for all subgraphs.

let router: RunningRouter;
const LAMP = { __typename: 'Product', id: '1', name: 'Lamp '.repeat(500) };
let product: object | null = LAMP;
beforeAll(async () => {
  const port = await startServer((request, response) => {
    request.resume();
    const errors = product ? undefined : [{ message: 'None.', path: ['product'], extensions: { code: 'NOT_FOUND' } }];
    response.writeHead(200, { 'content-type': 'application/json' });
    const _entities = [{ __typename: 'Product', unitsSold: 3 }];
    response.end(JSON.stringify({ data: { product, account: { id: '1' }, _entities }, errors }));
  });
  const config = { ...ROUTER_CONFIG, QUERY_PLAN: 'true', CORS_ORIGINS: ['https://shop.example.com'] };
  router = await startRouter(config, () => `http://127.0.0.1:${port}/graphql`);
});
afterAll(async () => {
  await router.stop();
  await closeAll();
});

const HEADERS = { 'apollo-require-preflight': '1' };
const PRODUCT = '{ product(id: "1") { id name } }';
const query = (text = PRODUCT, headers: Record<string, string> = {}): Sent =>
  get(`query=${encodeURIComponent(text)}`, { ...HEADERS, ...headers });

test('the answer to a query by GET may be kept as long as the schema says', async () => {
  const { status, headers } = await send(router.origin, query());
  expect({ status, headers }).toMatchObject({
    status: 200,
    headers: {
      'cache-control': 'max-age=60, public',
      vary: 'Origin, Accept, Authorization, Accept-Encoding',
      etag: expect.stringMatching(/^W\/"[\w-]{22}"$/) as unknown,
    },
  });
});

test.each<[what: string, sent: Sent, allowed: string]>([
  ['with a token, by whoever has it', query(PRODUCT, { authorization: 'Bearer a' }), 'max-age=60, private'],
  ['with a cookie', query(PRODUCT, { cookie: 'a=b' }), 'max-age=60, private'],
  ['of a field that needs a scope', query('{ product(id: "1") { id unitsSold } }'), 'max-age=60, private'],
  ['of what the schema says nothing about', query('{ account(id: "1") { id } }'), 'no-store'],
  ['beside such', query('{ product(id: "1") { id } account(id: "1") { id } }'), 'no-store'],
  ['with its plan', query(PRODUCT, { 'apollo-expose-query-plan': 'true' }), 'no-store'],
  ['by POST', ask(PRODUCT), 'no-store'],
  ['that is none', query('{'), 'no-store'],
  ['that a form could send', get(`query=${encodeURIComponent(PRODUCT)}`, {}), 'no-store'],
  ['of a mutation', query('mutation { archiveProduct(id: "1") { id } }'), 'no-store'],
  ['by another method', { method: 'PUT' }, 'no-store'],
])('the answer to a request %s', async (_what, sent, allowed) => {
  const { headers } = await send(router.origin, sent);
  expect(headers['cache-control']).toBe(allowed);
  expect(headers.etag !== undefined).toBe(allowed !== 'no-store');
});

test('an answer with an error may not be kept', async () => {
  product = null;
  const { headers } = await send(router.origin, query());
  product = LAMP;
  expect(headers).toMatchObject({ 'cache-control': 'no-store' });
  expect(headers.etag).toBeUndefined();
});

test('whoever has the answer is told so, in whichever coding they have it', async () => {
  const { headers: first } = await send(router.origin, query());
  const etag = String(first.etag);
  const { headers: short } = await send(router.origin, query(PRODUCT, { 'accept-encoding': 'br' }));
  expect(short).toMatchObject({ 'content-encoding': 'br', etag });
  for (const known of [etag, etag.slice(2), `"other", ${etag}`, '*']) {
    const more = { 'if-none-match': known, 'accept-encoding': 'br', origin: 'https://shop.example.com' };
    const { status, headers, text } = await send(router.origin, query(PRODUCT, more));
    expect({ status, headers, text }).toMatchObject({
      status: 304,
      text: '',
      headers: {
        etag,
        'cache-control': 'max-age=60, public',
        vary: expect.stringContaining('Authorization') as unknown,
        'access-control-allow-origin': 'https://shop.example.com',
      },
    });
    expect(headers['content-encoding']).toBeUndefined();
    expect(headers['content-type']).toBeUndefined();
  }
  expect((await send(router.origin, query(PRODUCT, { 'if-none-match': '"other"' }))).status).toBe(200);
  product = { ...LAMP, name: 'Another lamp' };
  const changed = await send(router.origin, query(PRODUCT, { 'if-none-match': etag }));
  expect(changed.status).toBe(200);
  expect(changed.text).toContain('Another lamp');
});

test('nothing else is answered by "not modified"', async () => {
  const { status } = await send(router.origin, ask(PRODUCT, {}, { 'if-none-match': '*' }));
  expect(status).toBe(200);
});
