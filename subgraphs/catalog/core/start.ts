import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { corePart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { catalogService } from '../client.ts';
import { catalog } from '../domain.ts';
import type { CatalogStore } from './catalog-store.ts';
import { elasticsearchOptions, elasticsearchVariables } from './elasticsearch/variables.ts';
import { createCatalogHandlers } from './server.ts';
import { createCatalogService } from './service.ts';

export const coreVariables = z
  .object({
    ...variablesOf(catalog),
    ...databaseVariables,
    DATABASE_URL: databaseVariables.DATABASE_URL.optional(),
    ...elasticsearchVariables,
  })
  .check(({ value, issues }) => {
    if (value.DATABASE_URL || value.ELASTICSEARCH_URL) return;
    issues.push({ code: 'custom', path: ['ELASTICSEARCH_URL'], message: 'or a DATABASE_URL', input: undefined });
  });

/** Wires the catalog core and starts it, on Elasticsearch where its address is given, else on PostgreSQL. */
export async function startCore(config: z.infer<typeof coreVariables>): Promise<RunningCore> {
  const certificates = await openCertificates(config, corePart(catalog.name));
  const { repository, ...store } = await openStore(config);
  const handlers = createCatalogHandlers(createCatalogService(repository));
  return await serveCore({ domain: catalog, service: catalogService, handlers, config, store, certificates });
}

/** Loads what one of the two stores needs: the other's client would take 40 MB beside it. */
async function openStore(config: z.infer<typeof coreVariables>): Promise<CatalogStore> {
  const { ELASTICSEARCH_URL, DATABASE_URL = '' } = config;
  if (ELASTICSEARCH_URL) {
    const { openElasticsearchStore } = await import('./open-elasticsearch-store.ts');
    return openElasticsearchStore(elasticsearchOptions({ ...config, ELASTICSEARCH_URL }));
  }
  const { openPostgresStore } = await import('./open-postgres-store.ts');
  return openPostgresStore({ ...config, DATABASE_URL });
}
