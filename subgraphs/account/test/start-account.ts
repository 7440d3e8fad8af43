import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { patientClient } from '@commerce/testkit/patient-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { type AccountClient, createAccountClient } from '../client.ts';
import { coreVariables, startCore } from '../core/start.ts';
import { graphVariables, startGraph } from '../graph/start.ts';

/** The account domain alone: its core on an empty database, and its subgraph. */
export interface AccountDomain {
  core: RunningCore;
  client: AccountClient;
  databaseUrl: string;
  graph: GraphQLClient;
  stop(): Promise<void>;
}

/** @param variables of its core, beside those that every test needs. */
export async function startAccount(variables: Record<string, string> = {}): Promise<AccountDomain> {
  const database = await startTestDatabase();
  const core = await startCore(
    coreVariables.parse({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: 1,
      GRPC_PORT: 0,
      ADMIN_PORT: 0,
      ...variables,
    }),
  );
  const graph = await startAccountGraphBefore(core.address);
  const client = patientClient(createAccountClient(core.address));
  return {
    core,
    client,
    databaseUrl: database.url,
    graph: graphqlClient(graph.url),
    async stop() {
      client.close();
      await graph.stop();
      await core.stop();
      await database.stop();
    },
  };
}

/** The account subgraph alone, before the core at an address. */
export function startAccountGraphBefore(core: string): Promise<RunningSubgraph> {
  return startGraph(
    graphVariables.parse({
      NODE_ENV: 'test',
      PORT: 0,
      ADMIN_PORT: 0,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      ACCOUNT_CORE: core,
    }),
  );
}
