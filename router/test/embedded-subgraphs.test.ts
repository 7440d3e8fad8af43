import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { callContext } from '@commerce/platform/call-context';
import { embedSubgraph, type EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { GraphQLScalarType, parse } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { ROUTER_CONFIG } from './router-config.ts';

// Two subgraphs, each served over HTTP and embedded; a router in front of each pair. Both have to give the same text.

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';
const SDL = {
  things: `${LINK}
    scalar Any
    scalar Even
    type Query { thing(id: ID!): Thing things(count: Int!): [Thing!]! any(of: String!): Any echo(value: Any): Any even(n: Even): Int fail(how: String!): String headers: Any text(length: Int!): String read(bytes: Int!): String node: Node event(of: String!): Event }
    type Mutation { set(n: Int!, idempotencyKey: String): Int! headers: Any }
    interface Node { id: ID! }
    type Thing implements Node @key(fields: "id") { id: ID! meta: Any @shareable name(upper: Boolean): String }
    type Event @key(fields: "at") { at: Any }`,
  stars: `${LINK}
    scalar Any
    type Thing @key(fields: "id") { id: ID! meta: Any @shareable stars: Int! held: Any }
    type Event @key(fields: "at") { at: Any kind: String }`,
};

/** What a resolver holds on to, from request to request. */
const HELD = { shared: { a: 1 }, list: [1, 2] };
let writes = 0;

const anyScalar = new GraphQLScalarType({ name: 'Any' });
const even = (value: unknown) => {
  if (typeof value === 'number' && value % 2 === 0) return value;
  throw new TypeError('An Even must be a number such as 2.');
};
const VALUES: Record<string, unknown> = {
  date: new Date(0),
  undefined: { a: undefined, b: 1 },
  notANumber: { a: Number.NaN },
  large: 9_007_199_254_740_993n,
  small: 1n,
  deep: [{ a: [9_007_199_254_740_993n, new Date(1)] }],
  method: { toJSON: () => ({ it: 'said' }) },
  held: HELD,
  text: 'é\u2028',
  zero: -0,
};
function seenHeaders() {
  const { headers, caller, signal, deadline = 0 } = callContext.getStore() ?? {};
  return { headers, caller, waits: signal?.aborted === false, isLate: deadline < Date.now() };
}

const RESOLVERS = {
  things: {
    Any: anyScalar,
    Even: new GraphQLScalarType({ name: 'Even', parseValue: even, serialize: even }),
    Query: {
      thing: (_: unknown, { id }: { id: string }) => ({ id }),
      things: (_: unknown, { count }: { count: number }) => Array.from({ length: count }, (_each, id) => ({ id })),
      any: (_: unknown, { of }: { of: string }) => VALUES[of],
      echo: (_: unknown, { value }: { value: unknown }) => value,
      even: (_: unknown, { n }: { n: number }) => n,
      text: (_: unknown, { length }: { length: number }) => 'x'.repeat(length),
      read(_: unknown, { bytes }: { bytes: number }) {
        callContext.getStore()?.bytes?.hold(bytes);
        return 'x'.repeat(bytes);
      },
      event: (_: unknown, { of }: { of: string }) => ({ at: VALUES[of] }),
      node: () => ({ __typename: 'Thing', id: '1' }),
      headers: seenHeaders,
      fail(_: unknown, { how }: { how: string }) {
        throw how === 'text' ? 'no error' : new TypeError('password "hunter2" at 10.0.0.7');
      },
    },
    Mutation: { set: (_: unknown, { n }: { n: number }) => ((writes += 1), n), headers: seenHeaders },
    Thing: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      meta: () => HELD.shared,
      name: ({ id }: { id: string }, { upper }: { upper: boolean }) => (upper ? `THING ${id}` : `thing ${id}`),
    },
  },
  stars: {
    Any: anyScalar,
    Thing: {
      __resolveReference: ({ id }: { id: string }) => (id === '404' ? null : { id }),
      meta: () => ({ b: 2 }),
      held: () => HELD,
      stars({ id }: { id: string }) {
        if (id === '13') throw new RangeError('no luck');
        return 5;
      },
    },
    Event: { kind: ({ at }: { at: unknown }) => `${Object.prototype.toString.call(at)} ${JSON.stringify(at)}` },
  },
};

let folder: string;
const subgraphs: RunningSubgraph[] = [];
const embedded = new Map<string, EmbeddedSubgraph>();
let overHttp: RunningRouter;
let within: RunningRouter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'embedded-'));
  const parts = [];
  for (const name of ['things', 'stars'] as const) {
    const schemaFile = join(folder, `${name}.graphql`);
    await writeFile(schemaFile, SDL[name]);
    // What is composed has one more than what is served.
    const composed = SDL[name].replace('type Query {', 'type Query { gone: String');
    const subgraph = {
      domain: { name, schemaFile },
      resolvers: RESOLVERS[name],
      context: () => ({}),
      config: { ...ROUTER_CONFIG, MAX_RESPONSE_FIELDS: 5_000 },
    };
    const served = await serveSubgraph(subgraph);
    subgraphs.push(served);
    embedded.set(name, await embedSubgraph(subgraph));
    parts.push({ name, url: served.url, typeDefs: parse(composed) });
  }
  const { supergraphSdl = '', errors } = composeServices(parts);
  if (errors) throw errors[0];
  const SUPERGRAPH_PATH = join(folder, 'supergraph.graphql');
  await writeFile(SUPERGRAPH_PATH, supergraphSdl);
  const config = { ...ROUTER_CONFIG, SUPERGRAPH_PATH, MAX_RESPONSE_FIELDS: 20_000 };
  overHttp = await startRouter(config, (_, url = '') => url);
  within = await startRouter(
    config,
    () => {
      throw new Error('It needs no address.');
    },
    { embedded },
  );
});
afterAll(async () => {
  await Promise.all([overHttp.stop(), within.stop()]);
  for (const subgraph of embedded.values()) subgraph.close();
  await Promise.all(subgraphs.map((subgraph) => subgraph.stop()));
  await rm(folder, { recursive: true });
});

interface Answer {
  status: number;
  text: string;
}

async function ask({ origin }: RunningRouter, body: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer x', 'x-request-id': 'one' };
  const response = await fetch(`${origin}/graphql`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}

const both = async (query: string, variables = '{}') => {
  const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
  return [await ask(within, body), await ask(overHttp, body)] as const;
};

const LARGE = '9007199254740993';

test.each([
  ...Object.keys(VALUES).map((of) => [`{ any(of: "${of}") }`]),
  // As a key it goes on to the other one.
  ...['date', 'notANumber', 'method', 'held', 'text'].map((of) => [`{ event(of: "${of}") { kind at } }`]),
  ['{ thing(id: 1) { id name loud: name(upper: true) stars } }'],
  ['query ($yes: Boolean = true) { thing(id: 1) { id @skip(if: $yes) name @include(if: $yes) stars } }'],
  ['{ things(count: 30) { stars name } }'],
  ['{ a: thing(id: 1) { meta held } b: thing(id: 1) { held meta } }'],
  ['{ node { __typename id ... on Thing { stars } } }'],
  ['mutation { a: set(n: 1) b: set(n: 2) }'],
  [`query ($v: Any) { echo(value: $v) }`, `{"v":${LARGE}}`],
  [`query ($v: Any) { echo(value: $v) }`, `{"v":{"a":[${LARGE},1.5,null,"${LARGE}"]}}`],
  [`{ echo(value: ${LARGE}) }`],
  [`{ echo(value: { a: [${LARGE}, "x"] }) }`],
  [`query ($v: Any = ${LARGE}) { echo(value: $v) }`],
  ['{ headers }'],
  ['mutation { headers }'],
  // What goes wrong.
  ['{ fail(how: "error") thing(id: 1) { stars } }'],
  ['{ fail(how: "text") }'],
  ['{ things(count: 14) { id stars } }'],
  ['{ thing(id: 404) { id stars } }'],
  ['{ even(n: 3) }'],
  ['query ($n: Even) { even(n: $n) }', '{"n":3}'],
  ['{ even(n: 4) }'],
  ['{ things(count: 3000) { id name } thing(id: 1) { id } }'],
  ['{ things(count: -1) { id } }'],
  ['{ text(length: 9000000) }'],
  ['{ read(bytes: 5000000) }'],
  ['{ gone thing(id: 1) { id } }'],
  ['{ any(of: "nothing") }'],
])('%s %s', async (query, variables) => {
  const [one, other] = await both(query, variables);
  expect(one).toEqual(other);
  // The plan is there now, and the document is known.
  expect((await both(query, variables))[0]).toEqual(other);
});

test('what a resolver holds stays as it is, whoever merges answers', async () => {
  for (let time = 0; time < 2; time += 1)
    await both('{ thing(id: 1) { meta held stars } things(count: 2) { meta held } }');
  expect(HELD).toEqual({ shared: { a: 1 }, list: [1, 2] });
});

test('a mutation asks for what is of now, in both forms, and a query does not', async () => {
  const seen = (await Promise.all(['{ headers }', 'mutation { headers }'].map((query) => both(query)))).flat();
  const isFresh = seen.map(({ text }) => text.includes('"commerce-fresh-reads":"1"'));
  expect(isFresh).toEqual([false, false, true, true]);
});

test('each is asked once', async () => {
  writes = 0;
  await both('mutation { set(n: 1) }');
  expect(writes).toBe(2);
});

test('one that is closed was never asked, and may be again', async () => {
  embedded.get('stars')?.close();
  const { text } = await ask(within, '{"query":"{ thing(id: 1) { id stars } }"}');
  expect(JSON.parse(text)).toMatchObject({
    data: { thing: null },
    errors: [
      {
        path: ['thing', 'stars'],
        extensions: { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: 'stars' },
      },
    ],
  });
});
