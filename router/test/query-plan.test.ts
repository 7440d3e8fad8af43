import { bearer, type Issuer, startIssuer } from '@commerce/testkit/issuer';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { routerVariables } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { ask, send } from './send.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

let issuer: Issuer;
let graph: SmallGraph | undefined;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterEach(async () => {
  await graph?.stop();
  graph = undefined;
});
afterAll(() => issuer.stop());

async function start(NODE_ENV: 'production' | 'test', QUERY_PLAN?: string): Promise<void> {
  graph = await startSmallGraph({ ...ROUTER_CONFIG, NODE_ENV, AUTH: undefined, ...issuer.variables, QUERY_PLAN });
}

const HEADER = { 'apollo-expose-query-plan': 'true' };

/** What comes beside the data of an operation that is answered. */
async function extensionsOf(headers: Record<string, string>, query = '{ first: z }'): Promise<unknown> {
  const sent = ask(query);
  const answer = await send(graph?.origins.router ?? '', { ...sent, headers: { ...sent.headers, ...headers } });
  const { data, ...others } = JSON.parse(answer.text) as { data: unknown; extensions?: unknown };
  expect(data).toBeTypeOf('object');
  return others.extensions;
}

const TRACE = { 'commerce-expose-trace': '1' };

const PLAN = `QueryPlan {
  Fetch(service: "a") {
    {
      z
    }
  }
}`;

test('in development whoever asks for it is shown the plan, and nobody else', async () => {
  await start('test');
  expect(await extensionsOf(HEADER)).toEqual({ apolloQueryPlan: { text: PLAN } });
  expect(await extensionsOf({})).toBeUndefined();
  expect(await extensionsOf({ 'apollo-expose-query-plan': 'false' })).toBeUndefined();
  expect(await extensionsOf(HEADER, '{ __typename }')).toEqual({ apolloQueryPlan: { text: 'QueryPlan {\n}' } });
});

test.each<[NODE_ENV: 'production' | 'test', QUERY_PLAN: string | undefined, isShown: boolean]>([
  ['production', undefined, false],
  ['production', 'true', true],
  ['test', 'false', false],
])('in %s with QUERY_PLAN=%s it is shown, and the trace too: %s', async (NODE_ENV, QUERY_PLAN, isShown) => {
  await start(NODE_ENV, QUERY_PLAN);
  expect((await extensionsOf(HEADER)) !== undefined).toBe(isShown);
  expect((await extensionsOf(TRACE)) !== undefined).toBe(isShown);
});

test('with a scope it is shown to those who have it', async () => {
  await start('production', 'plans:read');
  const as = async (scope: string) => ({ ...HEADER, ...bearer(await issuer.token({ scope })) });
  for (const header of [HEADER, TRACE]) expect(await extensionsOf(header)).toBeUndefined();
  expect(await extensionsOf({ ...(await as('orders:read')), ...TRACE })).toBeUndefined();
  expect(await extensionsOf({ ...(await as('plans:read')), ...TRACE })).toMatchObject({
    trace: { counts: { fetches: { a: 1 } } },
  });
  expect(await extensionsOf(await as('plans plans:read:not true'))).toBeUndefined();
  expect(await extensionsOf(await as('orders:read plans:read'))).toEqual({ apolloQueryPlan: { text: PLAN } });
});

test('what is no scope is refused at the start', () => {
  const read = (QUERY_PLAN: string) => routerVariables.safeParse({ QUERY_PLAN }).success;
  expect([read('plans:read'), read('two scopes'), read('"')]).toEqual([true, false, false]);
});
