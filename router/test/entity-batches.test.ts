import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningSubgraph, serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeAll, createAsker, respond, startServer } from './subgraph-servers.ts';

// A subgraph as ours are, but for its schema.
let subgraph: RunningSubgraph;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entity-batches-'));
  const schemaFile = join(folder, 'schema.graphql');
  await writeFile(schemaFile, SCHEMA);
  subgraph = await serveSubgraph({
    domain: { name: 'thing', schemaFile },
    resolvers: { Thing: { __resolveReference: resolveThing } },
    context: () => ({}),
    config: {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: 0,
      ADMIN_PORT: 0,
      MAX_RESPONSE_FIELDS: 1_000_000,
      MAX_REQUESTS_IN_FLIGHT: 100,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      DRAIN_MS: 0,
    },
  });
});
afterEach(async () => {
  await closeAll();
  await subgraph.stop();
  await rm(folder, { recursive: true });
});

const SCHEMA = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { nothing: Int }
  type Thing @key(fields: "id") { id: ID! name: String }`;

async function resolveThing({ id }: { id: string }) {
  if (Number(id) % 5_000 === 4_999) throw new Error('broken');
  return { id, name: `thing ${id.trim()}` };
}

const QUERY = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Thing { name } } }`;

/** As much text in each as makes the whole larger than a router takes of its clients. */
const things = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __typename: 'Thing', id: String(index).padEnd(100) }));

test('many thousand entities come in order, each error in its place', async () => {
  const { data, errors } = await createAsker(subgraph.url)(QUERY, { variables: { representations: things(16_001) } });
  const expected = Array.from({ length: 16_001 }, (_, index) => (index % 5_000 === 4_999 ? null : `thing ${index}`));
  const entities = data?.['_entities'] as ({ name: string } | null)[] | undefined;
  expect(entities?.map((thing) => thing?.name ?? null)).toEqual(expected);
  expect(errors?.map(({ path }) => path)).toEqual([4_999, 9_999, 14_999].map((index) => ['_entities', index]));
});

test('one large representation may be larger than what a client may send', async () => {
  const representations = [{ __typename: 'Thing', id: '1'.padEnd(2_000_000) }];
  const { data } = await createAsker(subgraph.url)(QUERY, { variables: { representations } });
  expect(data).toEqual({ _entities: [{ name: 'thing 1' }] });
});

test('a batch that fails costs its own entities', async () => {
  let requests = 0;
  const names = { data: { _entities: Array.from({ length: 1_000 }, () => ({ name: 'a thing' })) } };
  const port = await startServer((request, response) => {
    requests += 1;
    respond(...((requests === 1 ? [502, ''] : [200, names]) as [number, unknown]))(request, response);
  });
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  const { data, errors } = await ask(QUERY, { variables: { representations: things(3_000) } });
  const entities = data?.['_entities'] as unknown[];
  expect(requests).toBe(3);
  expect(entities).toHaveLength(3_000);
  expect(entities.filter((entity) => entity === null)).toHaveLength(1_000);
  const failed = entities.indexOf(null);
  expect(errors?.[0]).toMatchObject({ path: ['_entities', failed], extensions: { code: 'UNAVAILABLE' } });
});
