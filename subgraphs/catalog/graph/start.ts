import { join } from 'node:path';
import { grpcAddress, port, processVariables, requestTimeout } from '@commerce/platform/config';
import { type RunningSubgraph, startSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { z } from 'zod';
import { createCatalogClient } from '../client.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const catalogGraphVariables = z.object({
  ...processVariables,
  PORT: port.default(4_002),
  CATALOG_CORE: grpcAddress.default('localhost:50052'),
  REQUEST_TIMEOUT_MS: requestTimeout,
});

/** Wires the catalog subgraph and starts it. */
export async function startCatalogGraph(config: z.infer<typeof catalogGraphVariables>): Promise<RunningSubgraph> {
  const client = createCatalogClient(config.CATALOG_CORE);
  return await startSubgraph({
    name: 'catalog',
    schemaFile: join(import.meta.dirname, 'schema.graphql'),
    resolvers,
    context: () => createContext(client),
    host: config.HOST,
    port: config.PORT,
    development: config.NODE_ENV !== 'production',
    maxTimeoutMs: config.REQUEST_TIMEOUT_MS,
    waitsFor: client.waitsFor,
    close: client.close,
  });
}
