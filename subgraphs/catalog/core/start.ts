import { databaseVariables, port, processVariables } from '@commerce/platform/config/variables';
import { type RunningCore, startCore } from '@commerce/platform/process/start-core';
import { z } from 'zod';
import { catalogService } from '../client.ts';
import { elasticsearchVariables } from './elasticsearch/variables.ts';
import { openElasticsearchStore, openPostgresStore } from './open-store.ts';
import { createCatalogHandlers } from './server.ts';
import { createCatalogService } from './service.ts';

// For `npm start` and `npm run reindex`.
export { elasticsearchVariables } from './elasticsearch/variables.ts';
export { reindexCatalog, reindexVariables } from './reindex-catalog.ts';

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
