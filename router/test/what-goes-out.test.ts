import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULTS } from './client-faults.ts';
import { ALLOWED_TEXTS } from './allowed-texts.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { ask, get, persisted, post, query, send, type Sent } from './send.ts';
import { type SmallGraph, startSmallGraph } from './small-graph.ts';

// Whichever way a request is refused in production, what its client is told is one of the texts in allowed-texts.ts: of a
// library's own, of the schema, and of what stands behind the server nothing goes out.

let graph: SmallGraph;
beforeAll(async () => {
  graph = await startSmallGraph({ ...ROUTER_CONFIG, NODE_ENV: 'production' });
});
afterAll(() => graph.stop());

const WAYS: [what: string, sent: Sent, status?: number][] = [
  ...FAULTS,
  ['a persisted query that is not known', post(persisted({ version: 1, sha256Hash: 'a'.repeat(64) })), 200],
  ['introspection', ask('{ __schema { types { name } } }')],
  ['introspection under another name, in a fragment', ask('{ ... { a: __type(name: "Query") { name } } }')],
  ['a name that is nearly a field', ask('{ lst }')],
  ['a name that is nearly an argument', ask('{ id(idd: 1) }')],
  ['a name that is nearly a type', ask('{ ... on Quer { z } }')],
  ['a name that is nearly an input field, in the document', ask('{ f(input: { aa: 1 }) }')],
  [
    'a name that is nearly an input field, in a variable',
    ask('query ($i: In!) { f(input: $i) }', { variables: { i: { aa: 1 } } }),
  ],
  ['a field that needs a selection', ask('{ __typename z { a } }')],
  ['a document of too many tokens', ask(`{ ${'z '.repeat(3_000)} }`)],
  [
    'a document that nests too many fragments',
    ask('{ ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A }'),
  ],
  ['a path that cannot be decoded', { ...ask('{ z }'), path: '/%zz' }],
  ['a path that goes up', { ...ask('{ z }'), path: '/../../etc/passwd' }, 404],
  ['the playground', { method: 'GET', path: '/playground' }, 404],
  ['the administration', { method: 'GET', path: '/readyz' }, 404],
  [
    'a WebSocket',
    get(`query=${query}`, { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }),
  ],
  ['a method that nobody serves', { ...ask('{ z }'), method: 'PROPFIND' }, 404],
];

/** The texts of an answer, and those of its extensions. */
function textsOf(body: string): string[] {
  const { errors = [] } = JSON.parse(body) as { errors?: { message: string; extensions: Extensions }[] };
  return errors.flatMap(({ message, extensions: { fieldViolations = [] } }) => [
    message,
    ...fieldViolations.map(({ description }) => description),
  ]);
}

interface Extensions {
  fieldViolations?: { description: string }[];
}

const told = new Set<string | RegExp>();

function isAllowed(message: string): boolean {
  const allowed = ALLOWED_TEXTS.find((one) => (typeof one === 'string' ? one === message : one.test(message)));
  if (allowed !== undefined) told.add(allowed);
  return allowed !== undefined;
}

for (const server of ['router', 'subgraph'] as const) {
  test.each(WAYS)(`${server}: of %s nothing is told that is not allowed`, async (_what, sent, status = 400) => {
    const answer = await send(graph.origins[server], sent);
    expect(answer.status).toBe(status);
    const texts = textsOf(answer.text);
    expect(texts).not.toEqual([]);
    expect(texts.filter((message) => !isAllowed(message))).toEqual([]);
  });

  test.each([
    ['no HTTP', 'nothing\r\n\r\n', 400],
    ['headers that are too large', `GET / HTTP/1.1\r\nhost: a\r\na: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ['a header that is none', 'GET / HTTP/1.1\r\nhost: a\r\na b: c\r\n\r\n', 400],
    ['two lengths', 'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400],
  ])(`${server}: of %s nothing is told that is not allowed`, async (_what, sent, status) => {
    const socket = connect(Number(new URL(graph.origins[server]).port), '127.0.0.1');
    await once(socket, 'connect');
    socket.write(sent);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const texts = textsOf(answer.split('\r\n\r\n')[1] ?? '');
    expect(texts).not.toEqual([]);
    expect(texts.filter((message) => !isAllowed(message))).toEqual([]);
  });

  test.each(['apollo-query-plan-experimental', 'apollo-expose-query-plan', 'apollo-federation-include-trace'])(
    `${server}: %s brings no plan, no trace and no header of its own`,
    async (header) => {
      const sent = ask('{ z }');
      const asked = await send(graph.origins[server], { ...sent, headers: { ...sent.headers, [header]: '1' } });
      const plain = await send(graph.origins[server], sent);
      expect(JSON.parse(asked.text)).toEqual({ data: { z: 1 } });
      expect(Object.keys(asked.headers)).toEqual(Object.keys(plain.headers));
    },
  );
}

test('a subgraph does not show its schema by _service either', async () => {
  expect(textsOf((await send(graph.origins.subgraph, ask('{ _service { sdl } }'))).text)).toEqual([
    'The schema is not shown here; INTROSPECTION=true shows it.',
  ]);
});

test('nothing is allowed that none of these ways tells', () => {
  expect(ALLOWED_TEXTS.filter((one) => !told.has(one))).toEqual([]);
});
