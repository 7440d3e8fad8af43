import { log } from '@commerce/platform/log';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { FAULTS } from './client-faults.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { ask, get, persisted, post, query, send, type Sent } from './send.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// What a client does wrong it is told, by the router and by a subgraph alike: a status of 4xx, a code of its own, and not
// a line in the log of whoever is on call.

/** The reasons that are codes of their own, for whichever tool looks for them. */
const STANDARD: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

const NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';

let graph: SmallGraph;
let lines: unknown[] = [];

beforeAll(async () => {
  // Their loggers are children; whatever they say is seen here.
  vi.spyOn(log, 'child').mockReturnValue(log as never);
  for (const level of ['warn', 'error', 'fatal'] as const) {
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push(line));
  }
  graph = await startSmallGraph({ ...ROUTER_CONFIG, NODE_ENV: 'test' });
});
afterAll(async () => {
  await graph.stop();
  vi.restoreAllMocks();
});
beforeEach(() => {
  lines = [];
});

for (const server of ['router', 'subgraph'] as const) {
  test.each(FAULTS)(`${server}: %s`, async (_what, sent, status = 400) => {
    const { text: body, ...answer } = await send(graph.origins[server], sent);
    expect({ status: answer.status, body }).toMatchObject({ status });
    const { data, errors } = JSON.parse(body) as {
      data?: unknown;
      errors: { message: string; extensions: { reason?: string; fieldViolations?: unknown } }[];
    };
    expect(data).toBeUndefined();
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect(message).toMatch(/\w/);
      const { reason, fieldViolations } = extensions;
      const code = STANDARD.has(reason) && !fieldViolations ? reason : 'BAD_USER_INPUT';
      expect(extensions).toMatchObject({ code: status === 404 ? 'NOT_FOUND' : code });
    }
    expect(answer.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
    expect(answer.headers.allow !== undefined).toBe(status === 405);
    expect(lines).toEqual([]);
  });
}

for (const server of ['router', 'subgraph'] as const) {
  test.each([
    ['in the document', ask('{ z even(n: 3) }')],
    ['in a variable', ask('query ($n: Even) { z even(n: $n) }', { variables: { n: 3 } })],
  ])(`${server}: a value that only the subgraph can judge is the client's, %s`, async (_where, sent) => {
    const { errors } = JSON.parse((await send(graph.origins[server], sent)).text) as { errors: object[] };
    expect(errors).toMatchObject([
      { message: expect.stringContaining('An Even must be') as unknown, extensions: { code: 'BAD_USER_INPUT' } },
      // The router tells it of each field that it had asked this subgraph for.
      ...(server === 'router' ? [{ extensions: { code: 'BAD_USER_INPUT' } }] : []),
    ]);
    expect(JSON.stringify(errors)).not.toContain('v0');
    expect(lines).toEqual([]);
  });

  test.each([
    ['by GET', { ...get(`query=${encodeURIComponent('mutation { set(n: 1) }')}`) }],
    ['whose client takes no answer', ask('mutation { set(n: 1) }', {}), { accept: 'text/html' }],
    [
      'that a form of another site can send',
      { headers: { 'content-type': 'text/plain' }, body: '{"query":"mutation { set }"}' },
    ],
  ])(`${server}: a mutation %s is not done`, async (_what, sent: Sent, headers: object = {}) => {
    const before = graph.writes();
    await send(graph.origins[server], { ...sent, headers: { ...sent.headers, ...headers } });
    expect(graph.writes()).toBe(before);
  });

  test.each<[string, Sent]>([
    ['an empty operation name', ask('{ z }', { operationName: '' })],
    ['an empty operation name by GET', get(`query=${query}&operationName=`)],
    [
      'null for everything that may be left out',
      ask('{ z }', { operationName: null, variables: null, extensions: null }),
    ],
    ['a variable with a default that is not given', ask('query ($a: Boolean = false) { z @skip(if: $a) }')],
    [
      'null in a place that is nullable',
      ask('query ($a: Int = 1) { z ...F @skip(if: true) } fragment F on Query { list(of: [$a]) }', {
        variables: { a: null },
      }),
    ],
    ['any type taken', post({ query: '{ z }' }, { accept: '*/*' })],
    ['one more key than are known', ask('{ z }', { id: 5 })],
    ['a charset', post({ query: '{ z }' }, { 'content-type': 'application/json; charset=utf-8' })],
  ])(`${server}: %s is no fault`, async (_what, sent) => {
    const { status, text: body } = await send(graph.origins[server], sent);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 200, body: { data: { z: 1 } } });
  });

  // https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json
  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
    ['application/graphql-response+json, application/json;q=0.9', 400],
  ])(`${server}: a persisted query that is not known, for %s, has the status %i`, async (accept, status) => {
    const sent = post(persisted({ version: 1, sha256Hash: 'a'.repeat(64) }), { accept });
    const answer = await send(graph.origins[server], sent);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain(accept.split(',')[0]);
    expect(JSON.parse(answer.text)).toMatchObject({
      // Both are what Apollo's clients look for.
      errors: [{ message: 'PersistedQueryNotFound', extensions: { code: NOT_FOUND, reason: NOT_FOUND } }],
    });
    expect(answer.headers['cache-control']).toContain('no-cache');
  });
}
