import type { CatalogStore } from './catalog-store.ts';
import { type ElasticsearchOptions, openElasticsearch } from './elasticsearch/client.ts';
import { deleteOldClaims } from './elasticsearch/delete-old-claims.ts';
import { fillDocuments } from './elasticsearch/fill-documents.ts';
import { ensureProductIndex } from './elasticsearch/product-index.ts';
import { createElasticsearchRepository } from './elasticsearch.ts';
import { createFillIn } from './fill-in.ts';

/** Elasticsearch; its index is made or verified at the start. */
export function openElasticsearchStore(options: ElasticsearchOptions): CatalogStore {
  const store = openElasticsearch(options);
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
