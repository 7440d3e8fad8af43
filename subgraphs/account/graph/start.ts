import { join } from 'node:path';
import { graphqlVariables, grpcAddress, port } from '@commerce/platform/config/variables';
import { type RunningSubgraph, startSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { z } from 'zod';
import { createAccountClient } from '../client.ts';
import { createContext } from './context.ts';
import { resolvers } from './resolvers.ts';

export const accountGraphVariables = z.object({
  ...graphqlVariables,
  PORT: port.default(4_001),
  ACCOUNT_CORE: grpcAddress.default('127.0.0.1:50051'),
});

/** Wires the account subgraph and starts it. */
export async function startAccountGraph(config: z.infer<typeof accountGraphVariables>): Promise<RunningSubgraph> {
  const client = createAccountClient(config.ACCOUNT_CORE);
  return await startSubgraph({
    ...client,
    name: 'account',
    schemaFile: join(import.meta.dirname, 'schema.graphql'),
    resolvers,
    context: () => createContext(client),
    config,
  });
}
