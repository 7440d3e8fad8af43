import { databaseVariables, port, processVariables } from '@commerce/platform/config';
import { type RunningCore, startCore } from '@commerce/platform/process/start-core';
import { StartError } from '@commerce/platform/process/start-error';
import { z } from 'zod';
import { catalogService } from '../client.ts';
import { openElasticsearch } from './elasticsearch/client.ts';
import { openElasticsearchStore, openPostgresStore } from './open-store.ts';
import { type ReindexProgress, reindexProducts } from './reindex.ts';
import { createCatalogHandlers } from './server.ts';
import { createCatalogService } from './service.ts';

const elasticsearchUrl = z.url({ protocol: /^https?$/ });
const ELASTICSEARCH_URL_IS = 'the URL of an Elasticsearch server, such as http://localhost:9200';

/** What `npm start` reads as well. */
export const elasticsearchVariables = {
  ELASTICSEARCH_URL: elasticsearchUrl.optional().describe(`${ELASTICSEARCH_URL_IS}, or instead of it a DATABASE_URL`),
  ELASTICSEARCH_ALIAS: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/)
    .default('products')
    .describe('the name of an alias, in small letters'),
};

export const catalogCoreVariables = z
  .object({
    ...processVariables,
    ...databaseVariables,
    DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
    ...elasticsearchVariables,
    GRPC_PORT: port.default(50_052),
    HEALTH_PORT: port.default(9_002),
  })
  .check(({ value, issues }) => {
    if (value.DATABASE_URL || value.ELASTICSEARCH_URL) return;
    issues.push({ code: 'custom', path: ['ELASTICSEARCH_URL'], message: 'or a DATABASE_URL', input: undefined });
  });

/** What `npm run reindex` reads. */
export const reindexVariables = z.object({
  ...elasticsearchVariables,
  ELASTICSEARCH_URL: elasticsearchUrl.describe(ELASTICSEARCH_URL_IS),
});

/** Builds the next version of the index, while cores serve from the present one. @throws StartError; see reindex.ts. */
export async function reindexCatalog(
  { ELASTICSEARCH_URL: url, ELASTICSEARCH_ALIAS: alias }: z.infer<typeof reindexVariables>,
  show: (progress: ReindexProgress) => void,
  signal: AbortSignal,
): Promise<string> {
  const store = openElasticsearch({ url, alias });
  try {
    const [missing] = await store.waitsFor();
    if (missing) throw new StartError(`Cannot reach ${missing}: start it, or name another in ELASTICSEARCH_URL.`);
    // As long as the requests of a router and subgraphs with the default REQUEST_TIMEOUT_MS.
    return await reindexProducts(store, { show, signal, keepMs: 10_000 });
  } finally {
    await store.close();
  }
}

/** Wires the catalog core and starts it, on Elasticsearch where its address is given, else on PostgreSQL. */
export async function startCatalogCore(config: z.infer<typeof catalogCoreVariables>): Promise<RunningCore> {
  const { ELASTICSEARCH_URL, ELASTICSEARCH_ALIAS, DATABASE_URL = '' } = config;
  const { repository, ...store } = ELASTICSEARCH_URL
    ? openElasticsearchStore(ELASTICSEARCH_URL, ELASTICSEARCH_ALIAS)
    : openPostgresStore({ ...config, DATABASE_URL });
  return await startCore({
    name: 'catalog',
    store,
    service: catalogService,
    handlers: createCatalogHandlers(createCatalogService(repository)),
    config,
  });
}
