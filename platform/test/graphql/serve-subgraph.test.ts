import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callContext, type CallContext } from '../../call-context.ts';
import { DomainError, unavailable } from '../../errors/domain-error.ts';
import { type RunningSubgraph, serveSubgraph } from '../../graphql/serve-subgraph.ts';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { type Accounts, startAccounts } from '../grpc/start-accounts.ts';

// A subgraph with one field, whose resolver asks a core that answers as the test says: both real, each on its port.

let core: Accounts;
let subgraph: RunningSubgraph;
let graph: GraphQLClient;
let folder: string;
/** What the core's handler found in its context, newest last. */
let seen: (CallContext | undefined)[];
/** What the core does instead of answering. */
let fail: (() => unknown) | undefined;
let answering: (() => Promise<object>) | undefined;

beforeEach(async () => {
  seen = [];
  fail = undefined;
  answering = undefined;
  folder = await mkdtemp(join(tmpdir(), 'commerce-subgraph-'));
  core = await startAccounts({
    getAccount: async ({ id }) => {
      // Another request's work may come between; it must not leave its context behind.
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(callContext.getStore());
      if (fail) throw fail();
      return (await answering?.()) ?? { account: { id } };
    },
  });
  await start('test');
});
afterEach(async () => {
  await subgraph.stop();
  await core.stop();
  await rm(folder, { recursive: true });
});

async function start(NODE_ENV: string, INTROSPECTION?: 'true' | 'false'): Promise<void> {
  const schemaFile = join(folder, 'schema.graphql');
  await writeFile(
    schemaFile,
    'type Query { account(id: ID!): ID, broken: ID, many: [One!] } type One { id: ID, broken: ID }',
  );
  subgraph = await serveSubgraph({
    domain: { name: 'account', schemaFile },
    resolvers: {
      Query: {
        account: async (_: unknown, { id }: { id: string }) => {
          await core.client.getAccount({ id });
          return id;
        },
        broken: () => {
          throw new TypeError('password "hunter2" at 10.0.0.7');
        },
        many: async () => Array.from({ length: 400 }, (_, id) => ({ id })),
      },
      One: {
        broken: () => {
          throw unavailable('The account store');
        },
      },
    },
    context: () => ({}),
    config: {
      HOST: '127.0.0.1',
      PORT: 0,
      ADMIN_PORT: 0,
      NODE_ENV,
      INTROSPECTION,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      MAX_REQUESTS_IN_FLIGHT: 1_000,
      MAX_RESPONSE_FIELDS: 1_000,
      DRAIN_MS: 0,
    },
  });
  graph = graphqlClient(subgraph.url);
}

const ACCOUNT = '{ account(id: "1") }';

describe('what a request carries', () => {
  test('reaches the core: its id, credentials, trace context and remaining time', async () => {
    const headers = { authorization: 'Bearer x', traceparent: '00-1-2-01', tracestate: 'a=1' };
    const others = { cookie: 'secret=1', 'x-request-id': 'request-9', 'x-request-timeout-ms': '50000' };
    const before = Date.now();
    await graph.ask(ACCOUNT, {}, { ...headers, ...others });
    expect(seen).toMatchObject([{ requestId: 'request-9' }]);
    expect(seen[0]?.headers).toEqual(headers);
    expect(seen[0]?.deadline).toBeGreaterThanOrEqual(before + 50_000 - 1);
    expect(seen[0]?.deadline).toBeLessThanOrEqual(Date.now() + 50_000);
  });

  test('is bounded: no more time than the subgraph allows, and an id that may stand in a log', async () => {
    await graph.ask(ACCOUNT, {}, { 'x-request-timeout-ms': '600000', 'x-request-id': 'a b "c"' });
    expect(seen[0]?.deadline).toBeLessThanOrEqual(Date.now() + PATIENCE_MS);
    expect(seen[0]?.requestId).toMatch(/^[\da-f-]{36}$/);
  });

  test('does not mix with what 20 requests at the same time carry', async () => {
    const ids = Array.from({ length: 20 }, (_, n) => `request-${n}`);
    await Promise.all(ids.map((id) => graph.ask(ACCOUNT, {}, { 'x-request-id': id, authorization: `Bearer ${id}` })));
    expect(new Set(seen.map((context) => context?.requestId))).toEqual(new Set(ids));
    for (const context of seen) expect(context?.headers['authorization']).toBe(`Bearer ${context?.requestId}`);
  });

  test('ends with its client: the core stops what nobody waits for', async () => {
    answering = () => new Promise(() => {});
    const client = new AbortController();
    const body = JSON.stringify({ query: ACCOUNT });
    const headers = { 'content-type': 'application/json' };
    const gone = fetch(subgraph.url, { method: 'POST', headers, body, signal: client.signal }).catch(() => 'gone');
    await expect.poll(() => seen[0]?.signal?.aborted).toBe(false);
    client.abort();
    expect(await gone).toBe('gone');
    await expect.poll(() => seen[0]?.signal?.reason).toMatchObject({ kind: 'Cancelled' });
  });

  test('is answered with its id', async () => {
    const body = JSON.stringify({ query: ACCOUNT });
    const headers = { 'content-type': 'application/json', 'x-request-id': 'request-9' };
    const response = await fetch(subgraph.url, { method: 'POST', headers, body });
    expect(response.headers.get('x-request-id')).toBe('request-9');
  });
});

describe('an error', () => {
  test('of the core reaches the client with its code and details', async () => {
    fail = () =>
      new DomainError('Conflict', 'It changed.', { fieldViolations: [{ field: 'id', description: 'It did.' }] });
    const extensions = { code: 'CONFLICT', fieldViolations: [{ field: 'id', description: 'It did.' }] };
    expect((await graph.query(ACCOUNT)).errors).toMatchObject([
      { message: 'It changed.', path: ['account'], extensions },
    ]);
  });

  test('that can be retried says so and when', async () => {
    fail = () => unavailable('The account store', new Error('10.0.0.7'));
    const { errors } = await graph.query(ACCOUNT);
    expect(errors?.[0]?.extensions).toEqual({ code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000 });
  });

  test.each([
    ['of the subgraph', '{ broken }'],
    ['of the core', ACCOUNT],
  ])('that nobody expected, %s, says nothing of why', async (_what, document) => {
    fail = () => new TypeError('password "hunter2" at 10.0.0.7');
    const answer = await graph.query(document);
    expect(answer.errors?.[0]?.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR' });
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|10\.0\.0\.7|TypeError|stack/);
  });

  test.each([
    ['cannot be parsed', '{ account(', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what the schema has not', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['is empty', '', 'BAD_REQUEST', 'BAD_USER_INPUT'],
    ['names no operation of many', 'query A { broken } query B { broken }', 'OPERATION_RESOLUTION_FAILURE'],
  ])('of a document that %s has the code that tools look for', async (_what, document, reason, code = reason) => {
    expect(await graph.errors(document)).toEqual([{ code, path: '', reason }]);
  });

  test.each([
    ['broken JSON', '{"query":', 'application/json', 400],
    ['a body of seventeen megabytes', JSON.stringify({ padding: 'x'.repeat(17 * 2 ** 20) }), 'application/json', 413],
    ['a body that is no JSON', '<query/>', 'application/xml', 415],
  ])('of %s is answered as GraphQL answers errors', async (_what, body, type, status) => {
    const response = await fetch(subgraph.url, { method: 'POST', headers: { 'content-type': type }, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });
});

describe('an answer', () => {
  test('that has more fields than one may have is refused', async () => {
    expect(await graph.ask('{ many { id } }')).toMatchObject({ many: expect.any(Array) });
    const { data, errors } = await graph.query('{ account(id: "1") many { id a: id } }');
    expect(data).toEqual({ account: '1', many: null });
    expect(errors).toMatchObject([
      {
        message: 'The answer has more than 1000 fields; ask for shorter pages or fewer fields.',
        path: ['many'],
        extensions: { code: 'RESOURCE_EXHAUSTED', reason: 'RESPONSE_TOO_LARGE' },
      },
    ]);
  });

  test('has the first hundred of its errors', async () => {
    const { data, errors } = await graph.query<{ many: unknown[] }>('{ many { broken } }');
    expect(data?.many).toHaveLength(400);
    expect(errors).toHaveLength(100);
  });
});

describe('a subgraph', () => {
  test('counts its requests by outcome and its errors by code', async () => {
    await graph.query('{ broken account(id: "1") }');
    const text = await (await fetch(`${subgraph.adminOrigin}/metrics`)).text();
    expect(text).toMatch(/graphql_request_duration_seconds_count\{server="account",outcome="partial"\} [1-9]/);
    expect(text).toMatch(/graphql_errors_total\{server="account",code="INTERNAL_SERVER_ERROR"\} [1-9]/);
  });

  test('in production shows its schema where it is told to', async () => {
    await subgraph.stop();
    await start('production', 'true');
    expect(await graph.ask('{ _service { sdl } __schema { queryType { name } } }')).toMatchObject({
      _service: { sdl: expect.any(String) },
      __schema: { queryType: { name: 'Query' } },
    });
    const { errors } = await graph.query('{ acount(id: "1") }');
    expect(errors?.[0]?.message).toContain('Did you mean "account"');
  });

  test.each([
    ['in production', 'production', undefined],
    ['in development where it is told not to', 'development', 'false'],
  ] as const)('%s shows its schema to nobody who asks', async (_, environment, introspection) => {
    expect(await graph.ask('{ _service { sdl } }')).toMatchObject({ _service: { sdl: expect.any(String) } });
    await subgraph.stop();
    await start(environment, introspection);
    for (const document of ['{ __schema { queryType { name } } }', '{ _service { sdl } }']) {
      expect(await graph.errors(document)).toMatchObject([{ code: 'GRAPHQL_VALIDATION_FAILED' }]);
    }
    const { errors } = await graph.query('{ acount(id: "1") }');
    expect(errors?.[0]?.message).not.toContain('Did you mean');
  });
});
