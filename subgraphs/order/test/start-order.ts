import type { RunningSubgraph } from '@commerce/platform/graphql/start-subgraph';
import { type AccountClient, createAccountClient } from '@commerce/account/client';
import { accountCoreVariables, startAccountCore } from '@commerce/account/core/start';
import { type CatalogClient, createCatalogClient } from '@commerce/catalog/client';
import { catalogCoreVariables, startCatalogCore } from '@commerce/catalog/core/start';
import type { RunningCore } from '@commerce/platform/process/start-core';
import { type GraphQLClient, graphqlClient } from '@commerce/platform/testing/graphql-client';
import { startTestDatabase } from '@commerce/platform/testing/test-database';
import { createOrderClient, type OrderClient } from '../client.ts';
import { orderCoreVariables, startOrderCore } from '../core/start.ts';
import { orderGraphVariables, startOrderGraph } from '../graph/start.ts';

/** The order domain: its core on an empty database, its subgraph, and the two cores that it asks. */
export interface OrderDomain {
  core: RunningCore;
  client: OrderClient;
  accounts: AccountClient;
  catalog: CatalogClient;
  graph: GraphQLClient;
  /** Ends the cores that the order core asks. */
  stopNeighbours(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOrder(): Promise<OrderDomain> {
  const databases = await Promise.all([startTestDatabase(), startTestDatabase(), startTestDatabase()]);
  const [own, accountDatabase, catalogDatabase] = databases;
  const accountCore = await startAccountCore(accountCoreVariables.parse(variables(accountDatabase.url)));
  const catalogCore = await startCatalogCore(catalogCoreVariables.parse(variables(catalogDatabase.url)));
  const core = await startOrderCore(
    orderCoreVariables.parse({
      ...variables(own.url),
      ACCOUNT_CORE: accountCore.address,
      CATALOG_CORE: catalogCore.address,
    }),
  );
  const graph = await startOrderGraphBefore(core.address);
  const [client, accounts, catalog] = [
    createOrderClient(core.address),
    createAccountClient(accountCore.address),
    createCatalogClient(catalogCore.address),
  ];
  const neighbours = [accountCore, catalogCore];
  const stopNeighbours = async () => {
    await Promise.all(neighbours.splice(0).map((neighbour) => neighbour.stop()));
  };
  return {
    core,
    client,
    accounts,
    catalog,
    graph: graphqlClient(graph.url),
    stopNeighbours,
    async stop() {
      for (const { close } of [client, accounts, catalog]) close();
      await graph.stop();
      await core.stop();
      await stopNeighbours();
      await Promise.all(databases.map((database) => database.stop()));
    },
  };
}

function variables(url: string) {
  return { NODE_ENV: 'test', DATABASE_URL: url, DATABASE_POOL_SIZE: 1, GRPC_PORT: 0, HEALTH_PORT: 0 };
}

/** The order subgraph alone, before the core at an address. */
export function startOrderGraphBefore(core: string): Promise<RunningSubgraph> {
  return startOrderGraph(orderGraphVariables.parse({ NODE_ENV: 'test', PORT: 0, ORDER_CORE: core }));
}
