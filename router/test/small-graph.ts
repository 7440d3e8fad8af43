import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { serveSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { GraphQLScalarType, parse } from 'graphql';
import { startRouter } from '../start.ts';

const SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  scalar Json
  scalar Even
  type Query { z: Int f(input: In!): Int list(of: [Int!]): Int json(value: Json): String id(id: ID!): String even(n: Even): Int many: [Int!] }
  type Mutation { set(n: Int): Int }
  input In { a: Int! = 1, b: [In!] }`;

/** A router over one subgraph, which has a field for each kind of input. */
export interface SmallGraph {
  origins: Record<'router' | 'subgraph', string>;
  /** How often the mutation was done. */
  writes(): number;
  stop(): Promise<void>;
}

/** @param config of both. */
export async function startSmallGraph(
  config: Parameters<typeof startRouter>[0] & { ADMIN_PORT: number },
): Promise<SmallGraph> {
  let writes = 0;
  const folder = await mkdtemp(join(tmpdir(), 'small-graph-'));
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
  const subgraph = await serveSubgraph({ domain: { name: 'a', schemaFile }, resolvers, context: () => ({}), config });
  const { supergraphSdl = '' } = composeServices([{ name: 'a', url: subgraph.url, typeDefs: parse(SDL) }]);
  const SUPERGRAPH_PATH = join(folder, 'supergraph.graphql');
  await writeFile(SUPERGRAPH_PATH, supergraphSdl);
  const router = await startRouter({ ...config, SUPERGRAPH_PATH }, () => subgraph.url);
  return {
    origins: { router: router.origin, subgraph: new URL(subgraph.url).origin },
    writes: () => writes,
    async stop() {
      await router.stop();
      await subgraph.stop();
      await rm(folder, { recursive: true });
    },
  };
}
