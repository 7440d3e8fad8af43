import { readFile } from 'node:fs/promises';
import { parse } from 'graphql';
import { type RunningSubgraph, startSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { disturb, type Disturbance } from './disturbance.ts';
import { subgraphResolvers } from './subgraph-resolvers.ts';

/**
 * Serves a subgraph's schema without the subgraph: every value is made up from the SDL alone. Every entity exists under any
 * of its keys, and the same key always has the same values. What an argument or an input says of a result by the name of
 * its field, the result says too; nothing is kept.
 *
 * @param schemaFile its SDL.
 */
export async function startSubgraphStandIn(options: {
  name: string;
  schemaFile: string;
  config: Parameters<typeof startSubgraph>[0]['config'];
  disturbance?: Disturbance;
}): Promise<RunningSubgraph> {
  const { name, schemaFile, config, disturbance = {} } = options;
  const typeDefs = parse(await readFile(schemaFile, 'utf8'));
  return await startSubgraph({
    name,
    schemaFile,
    // As the subgraph would say it of its core.
    resolvers: subgraphResolvers(typeDefs, () => disturb(`The ${name} service`, disturbance)),
    context: () => ({}),
    config,
    waitsFor: async () => [],
    close: () => {},
  });
}
