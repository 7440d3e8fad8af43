import { openStore, type StoreConfig } from '@commerce/platform/postgres/store';
import type { CoreStore } from '@commerce/platform/grpc/core-store';
import { catalog } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { fillDocuments } from './elasticsearch/fill-documents.ts';
import { openElasticsearch } from './elasticsearch/client.ts';
import { deleteOldClaims } from './elasticsearch/delete-old-claims.ts';
import { ensureProductIndex } from './elasticsearch/product-index.ts';
import { createElasticsearchRepository } from './elasticsearch.ts';
import { createFillIn } from './fill-in.ts';
import { createPostgresRepository } from './postgres.ts';
import { fillSearchTerms } from './postgres-fill.ts';
import type { ProductRepository } from './repository.ts';

/** The catalog's store, whichever it is. */
export interface CatalogStore extends CoreStore {
  repository: ProductRepository;
}

/** Elasticsearch; its index is made or verified at the start. */
export function openElasticsearchStore(url: string, alias: string): CatalogStore {
  const store = openElasticsearch({ url, alias });
  const fillIn = createFillIn(() => fillDocuments(store));
  return {
    ...store,
    repository: createElasticsearchRepository(store),
    async prepare() {
      await ensureProductIndex(store);
      fillIn.start();
      return [];
    },
    forgetKeys: (olderThanMs, atMost) => deleteOldClaims(store, olderThanMs, atMost),
    async close() {
      await fillIn.stop();
      await store.close();
    },
  };
}

/** PostgreSQL, in development brought up to date at the start. */
export function openPostgresStore(config: StoreConfig): CatalogStore {
  const store = openStore(catalog, config);
  const db = new PrismaClient({ adapter: store.adapter });
  const fillIn = createFillIn(() => fillSearchTerms(db));
  return {
    ...store,
    repository: createPostgresRepository(db),
    warmUp: () => db.product.findFirst(),
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
