import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { type FeedbackClient, createFeedbackClient } from '../client.ts';
import { coreVariables, startCore } from '../core/start.ts';
import { graphVariables, startGraph } from '../graph/start.ts';

/** The feedback domain alone: its core on an empty database, and its subgraph. */
export interface FeedbackDomain {
  core: RunningCore;
  client: FeedbackClient;
  graph: GraphQLClient;
  stop(): Promise<void>;
}

export async function startFeedback(): Promise<FeedbackDomain> {
  const database = await startTestDatabase();
  const core = await startCore(
    coreVariables.parse({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: 1,
      GRPC_PORT: 0,
      HEALTH_PORT: 0,
    }),
  );
  const graph = await startFeedbackGraphBefore(core.address);
  const client = createFeedbackClient(core.address);
  return {
    core,
    client,
    graph: graphqlClient(graph.url),
    async stop() {
      client.close();
      await graph.stop();
      await core.stop();
      await database.stop();
    },
  };
}

/** The feedback subgraph alone, before the core at an address. */
export function startFeedbackGraphBefore(core: string): Promise<RunningSubgraph> {
  return startGraph(graphVariables.parse({ NODE_ENV: 'test', PORT: 0, FEEDBACK_CORE: core }));
}
