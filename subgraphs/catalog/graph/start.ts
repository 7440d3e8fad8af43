import { join } from 'node:path';
import { graphqlVariables, grpcAddress, port } from '@commerce/platform/config/variables';
import { type RunningSubgraph, startSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { z } from 'zod';
import { createCatalogClient } from '../client.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const catalogGraphVariables = z.object({
  ...graphqlVariables,
  PORT: port.default(4_002),
  CATALOG_CORE: grpcAddress.default('127.0.0.1:50052'),
});

/** Wires the catalog subgraph and starts it. */
export async function startCatalogGraph(config: z.infer<typeof catalogGraphVariables>): Promise<RunningSubgraph> {
  const client = createCatalogClient(config.CATALOG_CORE);
  return await startSubgraph({
    ...client,
    name: 'catalog',
    schemaFile: join(import.meta.dirname, 'schema.graphql'),
    resolvers,
    context: () => createContext(client),
    config,
  });
}
