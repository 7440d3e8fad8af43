import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';
import { closeAll, startServer } from './subgraph-servers.ts';

// Integers of a subgraph's own scalar go through the router as they were written: 2^53 + 1 is no number of JavaScript's.

const LARGE = '9007199254740993';
const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Long
  type Query { big: Long int: Int id: ID float: Float product: Product echo(n: Long, all: [Long], in: In, of: ID, about: Float, int: Int): Long }
  type Product @key(fields: "n") { n: Long }
  input In { n: Long, of: ID, deep: [In] }`;
const REVIEWS = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Long
  type Product @key(fields: "n") { n: Long stars: Int }`;

let folder: string;
let router: RunningRouter;
/** What the subgraph was sent, as a text. */
let asked: string[] = [];
let answer = '';
beforeAll(async () => {
  const port = await startServer(async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    asked.push(body);
    const isOfEntities = body.includes('_entities');
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(isOfEntities ? '{"data":{"_entities":[{"stars":5}]}}' : answer);
  });
  folder = await mkdtemp(join(tmpdir(), 'big-integers-'));
  const url = `http://127.0.0.1:${port}/graphql`;
  const { supergraphSdl = '' } = composeServices([
    { name: 'a', url, typeDefs: parse(SDL) },
    { name: 'reviews', url, typeDefs: parse(REVIEWS) },
  ]);
  const SUPERGRAPH_PATH = join(folder, 'supergraph.graphql');
  await writeFile(SUPERGRAPH_PATH, supergraphSdl);
  router = await startRouter({ ...ROUTER_CONFIG, SUPERGRAPH_PATH }, () => url);
});
afterAll(async () => {
  await router.stop();
  await closeAll();
  await rm(folder, { recursive: true });
});
beforeEach(() => {
  asked = [];
  answer = '{"data":{"echo":1}}';
});

async function send(body: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${router.origin}/graphql`, { method: 'POST', headers, body });
  return (await response.text()).trim();
}
const ask = (query: string, variables = '{}') => send(`{"query":${JSON.stringify(query)},"variables":${variables}}`);

/** Without names and white space, which are the router's own choice. */
const askedFor = () => asked.map((body) => (JSON.parse(body) as { query: string }).query.replaceAll(/\s/g, ''));

test.each([LARGE, `-${LARGE}`, '18446744073709551615', `[${LARGE},{"a":${LARGE}}]`, `"${LARGE}"`])(
  'a subgraph’s %s reaches the client',
  async (value) => {
    answer = `{"data":{"big":${value}}}`;
    expect(await ask('{ big }')).toBe(answer);
  },
);

test.each([
  // An ID is a text, whatever it is written as.
  ['id', LARGE, `"${LARGE}"`],
  ['float', LARGE, LARGE],
])('a subgraph’s %s %s reaches the client as %s', async (field, value, expected) => {
  answer = `{"data":{"${field}":${value}}}`;
  expect(await ask(`{ ${field} }`)).toBe(`{"data":{"${field}":${expected}}}`);
});

test('an entity’s key reaches another subgraph', async () => {
  answer = `{"data":{"product":{"__typename":"Product","n":${LARGE}}}}`;
  expect(await ask('{ product { n stars } }')).toBe(`{"data":{"product":{"n":${LARGE},"stars":5}}}`);
  expect(asked.at(-1)).toContain(`"n":${LARGE}`);
});

test('an Int has 32 bits all the same', async () => {
  answer = `{"data":{"int":${LARGE}}}`;
  expect(JSON.parse(await ask('{ int }'))).toMatchObject({ data: { int: null } });
});

test.each([
  ['query ($n: Long) { echo(n: $n) }', `{"n":${LARGE}}`, `:${LARGE}`],
  ['query ($n: [Long]) { echo(all: $n) }', `{"n":[1,${LARGE}]}`, `:[1,${LARGE}]`],
  ['query ($n: In) { echo(in: $n) }', `{"n":{"deep":[{"n":${LARGE}}]}}`, `{"n":${LARGE}}`],
  ['query ($n: Long) { echo(n: $n) }', `{"n":{"a":[${LARGE}]}}`, `{"a":[${LARGE}]}`],
  ['query ($n: ID) { echo(of: $n) }', `{"n":${LARGE}}`, `"${LARGE}"`],
  ['query ($n: In) { echo(in: $n) }', `{"n":{"of":${LARGE}}}`, `{"of":"${LARGE}"}`],
  ['query ($n: Float) { echo(about: $n) }', '{"n":1234567890123456789}', ':1234567890123456800'],
])('%s given %s asks the subgraph with %s', async (query, variables, expected) => {
  expect(await ask(query, variables)).toBe(answer);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toContain(expected);
});

test('those in the parameters of a GET are kept as well', async () => {
  const parameters = new URLSearchParams({ query: 'query ($n: Long) { echo(n: $n) }', variables: `{"n":${LARGE}}` });
  const headers = { 'apollo-require-preflight': '1' };
  expect((await (await fetch(`${router.origin}/graphql?${parameters.toString()}`, { headers })).text()).trim()).toBe(
    answer,
  );
  expect(asked[0]).toContain(`:${LARGE}`);
});

test.each([
  [`{ echo(n: ${LARGE}) }`, `n:${LARGE}`],
  [`{ echo(n: -${LARGE}) }`, `n:-${LARGE}`],
  [`{ echo(n: { a: [${LARGE}, 1] }) }`, `n:{a:[${LARGE}`],
  [`{ echo(all: [${LARGE}]) }`, `all:[${LARGE}]`],
  [`{ echo(in: { deep: [{ n: ${LARGE} }] }) }`, `n:${LARGE}`],
  [`{ echo(of: ${LARGE}) }`, `of:${LARGE}`],
  ['{ echo(about: 1234567890123456789) }', 'about:1234567890123456800'],
])('%s in a document asks with %s', async (query, expected) => {
  expect(await ask(query)).toBe(answer);
  // Once more, now that its plan is kept.
  expect(await ask(query)).toBe(answer);
  for (const asking of askedFor()) expect(asking).toContain(expected);
});

test('two that differ where a number does not are two', async () => {
  await ask('{ echo(n: 9007199254740993) }');
  await ask('{ echo(n: 9007199254740992) }');
  expect(askedFor()).toEqual([
    expect.stringContaining('n:9007199254740993'),
    expect.stringContaining('n:9007199254740992'),
  ]);
});

test('a variable’s default is kept', async () => {
  await ask(`query ($n: Long = ${LARGE}) { echo(n: $n) }`);
  expect(asked[0]).toContain(LARGE);
});

test.each([
  ['query ($n: Int) { echo(int: $n) }', `{"n":${LARGE}}`],
  [`{ echo(int: ${LARGE}) }`, '{}'],
])('%s given %s is refused: an Int has 32 bits', async (query, variables) => {
  expect(JSON.parse(await ask(query, variables))).toMatchObject({
    errors: [
      { message: expect.stringMatching(/Int cannot represent/) as unknown, extensions: { code: 'BAD_USER_INPUT' } },
    ],
  });
  expect(asked).toEqual([]);
});
