import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { newId } from '@commerce/platform/values/uuid';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { repeat } from '@commerce/testkit/repeat';
import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import { inject } from 'vitest';
import { type CatalogClient, createCatalogClient, type Product } from '../client.ts';
import { coreVariables, startCore } from '../core/start.ts';
import { graphVariables, startGraph } from '../graph/start.ts';

/** The catalog domain alone: its core on an empty database, and its subgraph. */
export interface CatalogDomain {
  core: RunningCore;
  client: CatalogClient;
  graph: GraphQLClient;
  /** Puts a product up for sale, for the tests that are about something else. */
  createProduct(product?: { name?: string; amountMinor?: number; currencyCode?: string }): Promise<Product>;
  /** Puts so many lamps up for sale; newest first, as the lists have them. */
  createLamps(count: number): Promise<Product[]>;
  stop(): Promise<void>;
}

export async function startCatalog(): Promise<CatalogDomain> {
  const database = await startTestDatabase();
  const core = await startCore(
    coreVariables.parse({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      // With TEST_ELASTICSEARCH=1: an index of its own.
      ELASTICSEARCH_URL: inject('elasticsearchUrl'),
      ELASTICSEARCH_ALIAS: `catalog-${newId()}`,
      DATABASE_POOL_SIZE: 1,
      GRPC_PORT: 0,
      HEALTH_PORT: 0,
    }),
  );
  const graph = await startCatalogGraphBefore(core.address);
  const client = createCatalogClient(core.address);
  const createProduct: CatalogDomain['createProduct'] = async ({
    name = 'Desk lamp',
    amountMinor = 4_990,
    currencyCode = 'USD',
  } = {}) => {
    const unitPrice = { amountMinor, currencyCode };
    const { product } = await client.createProduct({ name, description: 'Brass, warm light', unitPrice });
    if (!product) throw new Error('There is no product in the response.');
    return product;
  };
  return {
    core,
    client,
    graph: graphqlClient(graph.url),
    createProduct,
    async createLamps(count) {
      const lamps = await repeat(count, (n) => createProduct({ name: `Lamp ${n + 1}` }));
      return lamps.toSorted((a, b) => millisecond(b) - millisecond(a) || (a.id < b.id ? 1 : -1));
    },
    async stop() {
      client.close();
      await graph.stop();
      await core.stop();
      await database.stop();
    },
  };
}

function millisecond({ createTime }: Product): number {
  return Number(createTime?.seconds) * 1_000 + (createTime?.nanos ?? 0) / 1_000_000;
}

/** The catalog subgraph alone, before the core at an address. */
export function startCatalogGraphBefore(core: string): Promise<RunningSubgraph> {
  return startGraph(graphVariables.parse({ NODE_ENV: 'test', PORT: 0, CATALOG_CORE: core }));
}
