import { newId } from '@commerce/platform/values/uuid';
import type { ProductRepository } from './repository.ts';
import { changeProduct } from './elasticsearch/change-product.ts';
import { claimRequest } from './elasticsearch/claim-request.ts';
import { documentError, type Elasticsearch } from './elasticsearch/client.ts';
import { createElasticsearchFinder } from './elasticsearch/find-products.ts';
import { fromDocument, type ProductDocument, sourceOf, toDocument } from './elasticsearch/product-document.ts';
import { writeDocument } from './elasticsearch/write-document.ts';
import { countProducts, findProducts } from './product-finder.ts';
import type { Product } from './product.ts';

/**
 * Stores products in Elasticsearch, and finds them with it. Reads by id are of this moment; lists and searches find
 * what was written as soon as the write has returned, because it waits for the index's next refresh (0.1 s on average).
 */
export function createElasticsearchRepository(store: Elasticsearch): ProductRepository {
  /** @param source the fields to read of each; undefined for all. */
  const findDocuments = async (ids: string[], source?: string[]): Promise<ProductDocument[]> => {
    if (ids.length === 0) return [];
    const request = { index: store.alias, ids, ...(source && { _source: source }) };
    const { docs } = await store.client.mget<ProductDocument>(request);
    return docs.flatMap((found) => {
      if ('error' in found) throw documentError(found.error);
      return found._source ?? [];
    });
  };

  const finder = createElasticsearchFinder(store);

  return {
    async create(product, request) {
      const planned = { resourceId: newId(), createdAt: new Date() };
      const { resourceId: id, createdAt } = request ? await claimRequest(store, request, planned) : planned;
      const created: Product = { ...product, id, createdAt, archived: false, version: 1 };
      if (await writeDocument(store, toDocument(created, []), undefined)) return created;
      // Made by an earlier try of the same request.
      const [earlier] = await findDocuments([id]);
      if (!earlier) throw new Error(`The product ${id} was made and is gone.`);
      return fromDocument(earlier);
    },

    async findMany(sight, ids, fields) {
      const source = sourceOf(fields);
      // A read by ids takes no filter: what is archived is read, and left out.
      const documents = await findDocuments(ids, sourceOf({ ...fields, archived: true }));
      const seen = documents.filter(({ archived }) => sight === 'all' || !archived);
      return seen.map((document) => fromDocument(document, source));
    },

    find: (asked, page, fields) => findProducts(finder, asked, page, fields),
    count: (asked) => countProducts(finder, asked),

    update: (id, change, expectedVersion, request) =>
      changeProduct(store, id, request, expectedVersion, typeof change === 'function' ? change : () => change),

    archive: (id, request) =>
      changeProduct(store, id, request, undefined, ({ archived }) => (archived ? undefined : { archived: true })),
  };
}
