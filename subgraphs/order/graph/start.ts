import { join } from 'node:path';
import { graphqlVariables, grpcAddress, port } from '@commerce/platform/config/variables';
import { type RunningSubgraph, startSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { z } from 'zod';
import { createOrderClient } from '../client.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const orderGraphVariables = z.object({
  ...graphqlVariables,
  PORT: port.default(4_003),
  ORDER_CORE: grpcAddress.default('127.0.0.1:50053'),
});

/** Wires the order subgraph and starts it. */
export async function startOrderGraph(config: z.infer<typeof orderGraphVariables>): Promise<RunningSubgraph> {
  const client = createOrderClient(config.ORDER_CORE);
  return await startSubgraph({
    ...client,
    name: 'order',
    schemaFile: join(import.meta.dirname, 'schema.graphql'),
    resolvers,
    context: () => createContext(client),
    config,
  });
}
