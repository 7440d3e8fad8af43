import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import type { RunningCore } from '@commerce/platform/grpc/serve-core';
import { newId } from '@commerce/platform/values/uuid';
import { type GraphQLClient, graphqlClient } from '@commerce/testkit/graphql-client';
import { patientClient } from '@commerce/testkit/patient-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { makeMany } from '@commerce/testkit/make-many';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import { type CatalogClient, createCatalogClient, type Product } from '../client.ts';
import { coreVariables, startCore } from '../core/start.ts';
import { graphVariables, startGraph } from '../graph/start.ts';

/** The catalog domain alone: its core on an empty database, and its subgraph. */
export interface CatalogDomain {
  core: RunningCore;
  client: CatalogClient;
  graph: GraphQLClient;
  /** Puts a product up for sale, for the tests that are about something else. */
  createProduct(product?: { name?: string; price?: string; currencyCode?: string }): Promise<Product>;
  /** Puts so many lamps up for sale; newest first, as the lists have them. */
  createLamps(count: number): Promise<Product[]>;
  stop(): Promise<void>;
}

/** Where its store will be: in the Elasticsearch index of TEST_ELASTICSEARCH=1, else in the database. */
export interface EmptyStores {
  databaseUrl: string;
  elasticsearch: { url: string; alias: string } | undefined;
}

/**
 * @param fill puts something into the store before the core starts.
 * @param variables of its core, beside those that every test needs.
 */
export async function startCatalog(
  fill = async (_stores: EmptyStores): Promise<void> => {},
  variables: Record<string, string> = {},
): Promise<CatalogDomain> {
  const database = await startTestDatabase();
  const [url, alias] = [storeServers().elasticsearch, `catalog-${newId()}`];
  await fill({ databaseUrl: database.url, elasticsearch: url === undefined ? undefined : { url, alias } });
  const core = await startCore(
    coreVariables.parse({
      NODE_ENV: 'test',
      DATABASE_URL: database.url,
      ELASTICSEARCH_URL: url,
      ELASTICSEARCH_ALIAS: alias,
      DATABASE_POOL_SIZE: 1,
      GRPC_PORT: 0,
      ADMIN_PORT: 0,
      ...variables,
    }),
  );
  const graph = await startCatalogGraphBefore(core.address);
  const client = patientClient(createCatalogClient(core.address));
  const createProduct: CatalogDomain['createProduct'] = async (given) => {
    const lamp = { name: 'Desk lamp', description: 'Brass, warm light', price: '49.90' };
    const { product } = await client.createProduct({ ...lamp, ...given });
    if (!product) throw new Error('There is no product in the response.');
    return product;
  };
  return {
    core,
    client,
    graph: graphqlClient(graph.url),
    createProduct,
    async createLamps(count) {
      const lamps = await makeMany(count, (n) => createProduct({ name: `Lamp ${n + 1}` }));
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
  return startGraph(
    graphVariables.parse({
      NODE_ENV: 'test',
      PORT: 0,
      ADMIN_PORT: 0,
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      CATALOG_CORE: core,
    }),
  );
}
