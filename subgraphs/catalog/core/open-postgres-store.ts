import { openStore, type StoreConfig } from '@commerce/platform/postgres/store';
import { catalog } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import type { CatalogStore } from './catalog-store.ts';
import { createFillIn } from './fill-in.ts';
import { createPostgresRepository } from './postgres.ts';
import { fillSearchTerms } from './postgres-fill.ts';

/** PostgreSQL, in development brought up to date at the start. */
export function openPostgresStore(config: StoreConfig): CatalogStore {
  const store = openStore(catalog, config);
  const db = new PrismaClient({ adapter: store.adapter });
  const fillIn = createFillIn(() => fillSearchTerms(db));
  return {
    ...store,
    repository: createPostgresRepository(db),
    async prepare() {
      const missing = await store.prepare();
      if (missing.length === 0) fillIn.start();
      return missing;
    },
    async close() {
      await fillIn.stop();
      await store.close();
    },
  };
}
