import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addHttpSteps } from '../../web/http-steps.ts';

// The order of the steps, shown by what one sees of another. What each does is in the tests of its own.

const SHOP = 'https://shop.example.com';
let app: FastifyInstance;
let passed: string[];
let isRefused: boolean;
/** What several requests would be given. */
let given: object | undefined;

const notingRequest = (name: string) => ({
  addTo: (to: FastifyInstance) => void to.addHook('onRequest', async () => void passed.push(name)),
});
const notingHandler = (name: string) => ({
  addTo: (to: FastifyInstance) => void to.addHook('preHandler', async () => void passed.push(name)),
});

beforeEach(async () => {
  [passed, isRefused, given] = [[], false, undefined];
  app = fastify();
  await addHttpSteps(app, {
    requests: { ...notingRequest('requests'), addTracesTo: notingHandler('traces').addTo },
    origins: [SHOP],
    caching: {
      addTo(to) {
        to.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'max-age=60, public'));
      },
    },
    rates: {
      addTo(to) {
        notingRequest('rates').addTo(to);
        to.addHook('onRequest', (_request, reply, done) => (isRefused ? void reply.code(429).send('No.') : done()));
      },
    },
    addGraphQL(to) {
      notingRequest('graphql').addTo(to);
      notingHandler('context').addTo(to);
      to.get(GRAPHQL_PATH, () => 'An answer. '.repeat(500));
      to.options(GRAPHQL_PATH, (_request, reply) => reply.code(405).send());
      return async () => {};
    },
    trusted: notingHandler('trusted'),
    shared: {
      addTo(to) {
        notingHandler('shared').addTo(to);
        to.addHook('onSend', async (_request, reply, payload) => {
          const { etag, 'content-encoding': coding } = reply.getHeaders();
          given = { status: reply.statusCode, isWhole: Buffer.isBuffer(payload), hasTag: etag !== undefined, coding };
        });
      },
    },
  });
});
afterEach(async () => await app.close());

const ask = async (headers: Record<string, string> = {}) =>
  await app.inject({ url: GRAPHQL_PATH, headers: { origin: SHOP, 'accept-encoding': 'br', ...headers } });

test('a request is followed before it is counted, counted before it is admitted, and trusted before it waits for another', async () => {
  expect((await ask()).statusCode).toBe(200);
  expect(passed).toEqual(['requests', 'rates', 'graphql', 'context', 'traces', 'trusted', 'shared']);
});

test('a page can read a refusal, which says whether it may be kept, and a preflight counts for nothing', async () => {
  isRefused = true;
  const { statusCode, headers } = await ask();
  expect({ statusCode, headers }).toMatchObject({
    statusCode: 429,
    headers: { 'access-control-allow-origin': SHOP, 'cache-control': expect.any(String) as unknown },
  });
  expect(passed).toEqual(['requests', 'rates']);
  const headersOfPreflight = { origin: SHOP, 'access-control-request-method': 'GET' };
  const preflight = await app.inject({ method: 'OPTIONS', url: GRAPHQL_PATH, headers: headersOfPreflight });
  expect(preflight.statusCode).toBe(204);
  expect(passed).toEqual(['requests', 'rates', 'requests']);
});

test('what several requests share is whole: it has its tag and is compressed, whatever this one has already', async () => {
  const { etag } = (await ask()).headers;
  const known = await ask({ 'if-none-match': String(etag) });
  expect(known.statusCode).toBe(304);
  expect(given).toEqual({ status: 200, isWhole: true, hasTag: true, coding: 'br' });
});
