import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { accountService } from '@commerce/account/client';
import { catalogService } from '@commerce/catalog/client';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { type CoreStandIn, startCoreStandIn } from '@commerce/testkit/stand-in/core';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { patientClient } from '@commerce/testkit/patient-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import { createOrderClient, type OrderClient } from '../client.ts';
import { coreVariables, startCore } from '../core/start.ts';
import { graphVariables, startGraph } from '../graph/start.ts';

/** The order domain: its core on an empty database, its subgraph, and stand-ins of the two cores that it asks. */
export interface OrderDomain {
  core: RunningCore;
  client: OrderClient;
  accounts: CoreStandIn;
  catalog: CoreStandIn;
  graph: GraphQLClient;
  /** Of the core's database. */
  databaseUrl: string;
  /** Ends the stand-ins of the cores that the order core asks. */
  stopNeighbours(): Promise<void>;
  stop(): Promise<void>;
}

/** @param variables of its core, beside those that every test needs. */
export async function startOrder(variables: Record<string, string> = {}): Promise<OrderDomain> {
  const database = await startTestDatabase();
  const accounts = await startCoreStandIn({ service: accountService });
  const catalog = await startCoreStandIn({ service: catalogService });
  const core = await startCore(
    coreVariables.parse({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: 1,
      GRPC_PORT: 0,
      ADMIN_PORT: 0,
      ACCOUNT_CORE: accounts.address,
      CATALOG_CORE: catalog.address,
      ...variables,
    }),
  );
  const graph = await startOrderGraphBefore(core.address);
  const client = patientClient(createOrderClient(core.address));
  const neighbours = [accounts, catalog];
  const stopNeighbours = async () => {
    await Promise.all(neighbours.splice(0).map((neighbour) => neighbour.stop()));
  };
  return {
    core,
    client,
    accounts,
    catalog,
    graph: graphqlClient(graph.url),
    databaseUrl: database.url,
    stopNeighbours,
    async stop() {
      client.close();
      await graph.stop();
      await core.stop();
      await stopNeighbours();
      await database.stop();
    },
  };
}

/** The order subgraph alone, before the core at an address. */
export function startOrderGraphBefore(core: string): Promise<RunningSubgraph> {
  return startGraph(
    graphVariables.parse({
      NODE_ENV: 'test',
      PORT: 0,
      ADMIN_PORT: 0,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      ORDER_CORE: core,
    }),
  );
}
