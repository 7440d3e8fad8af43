import { join } from 'node:path';
import { databaseVariables, port, processVariables } from '@commerce/platform/config';
import { migrate } from '@commerce/platform/postgres/migrate';
import { openStore } from '@commerce/platform/postgres/store';
import { type RunningCore, startCore } from '@commerce/platform/process/start-core';
import { z } from 'zod';
import { catalogService } from '../client.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { createPostgresRepository } from './postgres.ts';
import { createCatalogHandlers } from './server.ts';
import { createCatalogService } from './service.ts';

export const catalogCoreVariables = z.object({
  ...processVariables,
  ...databaseVariables,
  GRPC_PORT: port.default(50_052),
  HEALTH_PORT: port.default(9_002),
});

/** Wires the catalog core and starts it. In development it brings its database up to date first. */
export async function startCatalogCore(config: z.infer<typeof catalogCoreVariables>): Promise<RunningCore> {
  if (config.NODE_ENV !== 'production') await migrate(config.DATABASE_URL, join(import.meta.dirname, 'prisma'));
  const store = openStore({ store: 'catalog', url: config.DATABASE_URL, size: config.DATABASE_POOL_SIZE });
  const repository = createPostgresRepository(new PrismaClient({ adapter: store.adapter }));
  return await startCore({
    ...store,
    service: catalogService,
    handlers: createCatalogHandlers(createCatalogService(repository)),
    config,
  });
}
