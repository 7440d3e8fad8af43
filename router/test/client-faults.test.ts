import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { log } from '@commerce/platform/log';
import { serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { Running } from '@commerce/platform/process/run-process';
import { GraphQLScalarType, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

// What a client does wrong it is told, by the router and by a subgraph alike: a status of 4xx, a code of its own, and not
// a line in the log of whoever is on call.

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Json
  scalar Even
  type Query { z: Int f(input: In!): Int list(of: [Int!]): Int json(value: Json): String id(id: ID!): String even(n: Even): Int }
  type Mutation { set(n: Int): Int }
  input In { a: Int! = 1, b: [In!] }`;

let folder: string;
let running: Running[] = [];
let origins: Record<string, string>;
/** How often the mutation was done. */
let writes = 0;
let lines: unknown[] = [];

beforeAll(async () => {
  // Their loggers are children; whatever they say is seen here.
  vi.spyOn(log, 'child').mockReturnValue(log as never);
  for (const level of ['warn', 'error', 'fatal'] as const) {
    vi.spyOn(log, level).mockImplementation((...line: unknown[]) => void lines.push(line));
  }
  folder = await mkdtemp(join(tmpdir(), 'client-faults-'));
  const schemaFile = join(folder, 'schema.graphql');
  await writeFile(schemaFile, SDL);
  const even = (value: unknown) => {
    if (typeof value === 'number' && value % 2 === 0) return value;
    throw new TypeError('An Even must be a number such as 2.');
  };
  const resolvers = {
    Even: new GraphQLScalarType({ name: 'Even', parseValue: even, serialize: even }),
    Query: {
      z: () => 1,
      f: () => 1,
      list: () => 1,
      json: () => 'text',
      id: (_: unknown, { id }: { id: string }) => id,
    },
    Mutation: { set: () => (writes += 1) },
  };
  const config = { ...ROUTER_CONFIG, NODE_ENV: 'test' as const };
  const subgraph = await serveSubgraph({ domain: { name: 'a', schemaFile }, resolvers, context: () => ({}), config });
  const { supergraphSdl = '' } = composeServices([{ name: 'a', url: subgraph.url, typeDefs: parse(SDL) }]);
  const SUPERGRAPH_PATH = join(folder, 'supergraph.graphql');
  await writeFile(SUPERGRAPH_PATH, supergraphSdl);
  const router = await startRouter({ ...config, SUPERGRAPH_PATH }, () => subgraph.url);
  running = [router, subgraph];
  origins = { router: router.origin, subgraph: new URL(subgraph.url).origin };
});
afterAll(async () => {
  for (const { stop } of running) await stop();
  await rm(folder, { recursive: true });
  vi.restoreAllMocks();
});
beforeEach(() => {
  lines = [];
  writes = 0;
});

interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}): Sent => ({
  headers: { ...JSON_TYPE, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const ask = (query: unknown, more: object = {}) => post({ query, ...more });
const get = (parameters: string, headers: Record<string, string> = { 'apollo-require-preflight': '1' }): Sent => ({
  method: 'GET',
  path: `/graphql?${parameters}`,
  headers,
});
const query = encodeURIComponent('{ z }');
const nestedValue = (depth: number) =>
  `{"query":"query ($v: Json) { json(value: $v) }","variables":{"v":${'['.repeat(depth)}${']'.repeat(depth)}}}`;

/** Sends what `fetch` would not: it mends hosts and headers. */
async function send(origin: string, { method = 'POST', path = '/graphql', headers = {}, body }: Sent) {
  const { hostname, port } = new URL(origin);
  const sent = httpRequest({ hostname, port, method, path, headers });
  sent.end(body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve).once('error', reject);
  });
  return { status: response.statusCode, headers: response.headers, text: await text(response) };
}

const persisted = (persistedQuery: unknown) => ({ extensions: { persistedQuery } });

/** What is sent, the status that it is answered with when it is not 400, and the reason when it has one. */
const FAULTS: [what: string, sent: Sent, status?: number][] = [
  // The document
  ['a document that does not parse', ask('{ z')],
  ['an empty document', ask('')],
  ['a document of white space', ask('  ')],
  ['a document with a control character', ask('{ z \u0000 }')],
  ['fragments alone', ask('fragment F on Query { z }')],
  ['a type definition', ask('type A { a: Int }')],
  ['a type definition beside an operation', ask('{ z } type A { a: Int }')],
  ['a field that does not exist', ask('{ nothing }')],
  ['a fragment that spreads itself', ask('{ ...F } fragment F on Query { ...F }')],
  ['two anonymous operations', ask('{ z } { z }')],
  ['a subscription', ask('subscription { z }')],
  ['a subscription that nobody asks for', ask('subscription S { z } query Q { z }', { operationName: 'Q' })],
  // The operation
  ['an operation name that the document has not', ask('query A { z }', { operationName: 'B' })],
  ['a name for an anonymous operation', ask('{ z }', { operationName: 'B' })],
  ['a name of every object', ask('query A { z }', { operationName: '__proto__' })],
  ['two operations and no name', ask('query A { z } query B { z }')],
  ['two operations and null for a name', ask('query A { z } query B { z }', { operationName: null })],
  ['two operations and an empty name', ask('query A { z } query B { z }', { operationName: '' })],
  // Variables
  [
    'a variable of a wrong type',
    ask('query ($n: Int) { list(of: [1]) f(input: { b: [] }) z @skip(if: false) }', { variables: { n: 1 } }),
  ],
  ['a variable that is no Int', ask('query ($n: [Int!]) { list(of: $n) }', { variables: { n: 'x' } })],
  ['a variable that is missing', ask('query ($i: In!) { f(input: $i) }')],
  ['null for a required variable', ask('query ($i: In!) { f(input: $i) }', { variables: { i: null } })],
  ['an input field that does not exist', ask('query ($i: In!) { f(input: $i) }', { variables: { i: { c: 1 } } })],
  ['a variable of a type that does not exist', ask('query ($i: Nothing) { z }')],
  ['a variable of an output type', ask('query ($i: Query) { z }')],
  ['a variable that is not declared', ask('{ list(of: $n) }')],
  [
    'null for an input field that has a default',
    ask('query ($a: Int) { f(input: { a: $a }) }', { variables: { a: null } }),
  ],
  [
    'null for a variable with a default, in a place that is not nullable',
    ask('query ($a: Int = 1) { list(of: [$a]) }', { variables: { a: null } }),
  ],
  [
    'the same in a fragment',
    ask('query ($a: Int = 1) { ...F } fragment F on Query { list(of: [$a]) }', { variables: { a: null } }),
  ],
  ['a value nested as deep as a body allows', post(nestedValue(200_000))],
  [
    'an input object nested as deep as a body allows',
    post(
      `{"query":"query ($v: In!) { f(input: $v) }","variables":{"v":${'{"b":'.repeat(100_000)}{}${'}'.repeat(100_000)}}}`,
    ),
  ],
  ['a number that is none', post('{"query":"query ($n: [Int!]) { list(of: $n) }","variables":{"n":1e999}}')],
  // Directives
  [
    '@skip of null by a variable with a default',
    ask('query ($v: Boolean = true) { z @skip(if: $v) }', { variables: { v: null } }),
  ],
  [
    '@include of null by a variable with a default',
    ask('query ($v: Boolean = true) { ...F @include(if: $v) } fragment F on Query { z }', { variables: { v: null } }),
  ],
  ['@skip of null', ask('{ z @skip(if: null) }')],
  ['@skip without its argument', ask('{ z @skip }')],
  ['@skip of a text', ask('query ($v: String!) { z @skip(if: $v) }', { variables: { v: 'x' } })],
  ['@skip of a variable that may be null', ask('query ($v: Boolean) { z @skip(if: $v) }')],
  ['@skip of a variable that is not declared', ask('{ z @skip(if: $v) }')],
  ['@skip twice', ask('{ z @skip(if: true) @skip(if: false) }')],
  ['a directive that does not exist', ask('{ z @nothing }')],
  ['a directive in a wrong place', ask('query @skip(if: true) { z }')],
  ['@defer', ask('{ ... @defer { z } }')],
  // Persisted queries
  ['a persisted query with a wrong hash', ask('{ z }', persisted({ version: 1, sha256Hash: 'abc' }))],
  ['a persisted query whose hash is no text', ask('{ z }', persisted({ version: 1, sha256Hash: { a: 1 } }))],
  ['a persisted query without a hash', ask('{ z }', persisted({ version: 1 }))],
  ['a persisted query of another version', ask('{ z }', persisted({ version: 2, sha256Hash: 'abc' }))],
  ['a persisted query of no version', ask('{ z }', persisted(true))],
  // The body
  ['a body that is no JSON', post('{"query":')],
  ['an empty body', post('')],
  ['a body of null', post('null')],
  ['a body of a number', post('5')],
  ['a body of a text', post('"{ z }"')],
  ['a batch', post([{ query: '{ z }' }])],
  ['an empty batch', post([])],
  ['an empty object', post({})],
  ['an object without a query', post({ variables: {} })],
  ['a query that is null', ask(null)],
  ['a query that is a number', ask(5)],
  ['a query that is a parsed document', ask(parse('{ z }'))],
  ['a query that is a list', ask(['{ z }'])],
  ['variables that are a text', ask('{ z }', { variables: '{}' })],
  ['variables that are a list', ask('{ z }', { variables: [] })],
  ['variables that are a number', ask('{ z }', { variables: 0 })],
  ['an operation name that is a number', ask('{ z }', { operationName: 5 })],
  ['an operation name that is an object', ask('{ z }', { operationName: {} })],
  ['extensions that are a text', ask('{ z }', { extensions: '{}' })],
  ['extensions that are a list', ask('{ z }', { extensions: [] })],
  ['a key that would change every object', post('{"query":"{ z }","variables":{"__proto__":{"a":1}}}')],
  ['a body that is larger than any', ask(' '.repeat(20_000_000)), 413],
  // Content negotiation
  ['a text', { headers: { 'content-type': 'text/plain' }, body: '{"query":"{ z }"}' }, 415],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${query}` }, 415],
  ['a form with files', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 415],
  ['a document without JSON around it', { headers: { 'content-type': 'application/graphql' }, body: '{ z }' }, 415],
  ['a content type that is none', { headers: { 'content-type': ';;' }, body: '{"query":"{ z }"}' }, 415],
  ['no content type', { body: '{"query":"{ z }"}' }, 415],
  ['neither a content type nor a body', {}],
  ['an answer in HTML asked for', post({ query: '{ z }' }, { accept: 'text/html' }), 406],
  ['every type refused', post({ query: '{ z }' }, { accept: '*/*;q=0' }), 406],
  // By GET
  ['GET without a query', get('')],
  ['GET with two queries', get(`query=${query}&query=${query}`)],
  ['GET with variables that are no JSON', get(`query=${query}&variables={`)],
  ['GET with variables that are a list', get(`query=${query}&variables=[]`)],
  ['GET with extensions that are no object', get(`query=${query}&extensions=5`)],
  [
    'GET with a persisted query of another version',
    get(`query=${query}&extensions=${encodeURIComponent('{"persistedQuery":{"version":2}}')}`),
  ],
  ['GET with an operation name that the document has not', get(`query=${query}&operationName=B`)],
  ['GET of what a form of another site can send', get(`query=${query}`, {})],
  ['GET with a body that is no JSON', get(`query=${query}`, { 'content-type': 'application/xml' }), 415],
  ['GET of a mutation', get(`query=${encodeURIComponent('mutation { set(n: 1) }')}`), 405],
  ['GET for HTML', get(`query=${query}`, { 'apollo-require-preflight': '1', accept: 'text/html' }), 406],
  // Other methods
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): [string, Sent, number] => [
    method,
    { method, ...post({ query: '{ z }' }) },
    405,
  ]),
  ['OPTIONS without a body', { method: 'OPTIONS' }, 405],
  // HTTP
  ['a host that is none', { ...ask('{ z }'), headers: { ...JSON_TYPE, host: 'a b[' } }],
  ['a path that does not exist', { ...ask('{ z }'), path: '/nothing' }, 404],
];

for (const server of ['router', 'subgraph']) {
  test.each(FAULTS)(`${server}: %s`, async (_what, sent, status = 400) => {
    const { text: body, ...answer } = await send(origins[server] ?? '', sent);
    expect({ status: answer.status, body }).toMatchObject({ status });
    const { data, errors } = JSON.parse(body) as { data?: unknown; errors: { message: string; extensions: object }[] };
    expect(data).toBeUndefined();
    expect(errors.length).toBeGreaterThan(0);
    for (const { message, extensions } of errors) {
      expect(message).toMatch(/\w/);
      expect(extensions).toMatchObject({ code: status === 404 ? 'NOT_FOUND' : 'BAD_USER_INPUT' });
    }
    expect(answer.headers['content-type']).toMatch(/^application\/(graphql-response\+)?json/);
    expect(answer.headers.allow !== undefined).toBe(status === 405);
    expect(lines).toEqual([]);
  });
}

for (const server of ['router', 'subgraph']) {
  test.each([
    ['in the document', ask('{ z even(n: 3) }')],
    ['in a variable', ask('query ($n: Even) { z even(n: $n) }', { variables: { n: 3 } })],
  ])(`${server}: a value that only the subgraph can judge is the client's, %s`, async (_where, sent) => {
    const { errors } = JSON.parse((await send(origins[server] ?? '', sent)).text) as { errors: object[] };
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
    await send(origins[server] ?? '', { ...sent, headers: { ...sent.headers, ...headers } });
    expect(writes).toBe(0);
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
    const { status, text: body } = await send(origins[server] ?? '', sent);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({ status: 200, body: { data: { z: 1 } } });
  });

  // https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json
  test.each([
    ['application/json', 200],
    ['application/graphql-response+json', 400],
    ['application/graphql-response+json, application/json;q=0.9', 400],
  ])(`${server}: a persisted query that is not known, for %s, has the status %i`, async (accept, status) => {
    const sent = post(persisted({ version: 1, sha256Hash: 'a'.repeat(64) }), { accept });
    const answer = await send(origins[server] ?? '', sent);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain(accept.split(',')[0]);
    expect(JSON.parse(answer.text)).toMatchObject({
      // Both are what Apollo's clients look for.
      errors: [{ message: 'PersistedQueryNotFound', extensions: { reason: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
    expect(answer.headers['cache-control']).toContain('no-cache');
  });
}
