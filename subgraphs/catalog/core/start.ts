import { coreVariables as variablesOf } from '@commerce/platform/config/domain-variables';
import { databaseVariables } from '@commerce/platform/config/variables';
import { type RunningCore, serveCore } from '@commerce/platform/grpc/serve-core';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { corePart } from '@commerce/platform/tls/parts';
import { z } from 'zod';
import { catalogService } from '../client.ts';
import { catalog } from '../domain.ts';
import { elasticsearchVariables } from './elasticsearch/variables.ts';
import { openElasticsearchStore, openPostgresStore } from './open-store.ts';
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
  const { ELASTICSEARCH_URL, ELASTICSEARCH_ALIAS, DATABASE_URL = '' } = config;
  const { repository, ...store } = ELASTICSEARCH_URL
    ? openElasticsearchStore(ELASTICSEARCH_URL, ELASTICSEARCH_ALIAS)
    : openPostgresStore({ ...config, DATABASE_URL });
  const handlers = createCatalogHandlers(createCatalogService(repository));
  return await serveCore({ domain: catalog, service: catalogService, handlers, config, store, certificates });
}
