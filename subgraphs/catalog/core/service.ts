import type { Caller } from '@commerce/platform/auth/caller';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import { type Lookup, toLookups } from '@commerce/platform/lists/lookup';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import {
  checkChange,
  checkNewProduct,
  type ProductChangeInput,
  type ProductInput,
  withStoredTexts,
} from './check-product.ts';
import { checkMayChange, mayRead } from './policy.ts';
import type { Product, ProductFields, ReadProduct } from './product.ts';
import type { ProductRepository } from './repository.ts';

/** The rules for products; the contract of each function is its RPC's, in catalog_service.proto. */
export type CatalogService = ReturnType<typeof createCatalogService>;

export function createCatalogService(repository: ProductRepository) {
  return {
    async createProduct(caller: Caller, input: ProductInput & { idempotencyKey: string }): Promise<Product> {
      checkMayChange(caller);
      const { product, key } = checkAll((violations) => ({
        product: checkNewProduct(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      return await repository.create(product, keyedRequest(caller, 'CreateProduct', key, product));
    },

    getProduct: (caller: Caller, id: string, fields: ProductFields): Promise<ReadProduct> =>
      getById('product', id, (ids) => repository.findMany(mayRead(caller), ids, fields)),

    async batchGetProducts(caller: Caller, ids: string[], fields: ProductFields): Promise<Lookup<ReadProduct>[]> {
      const sight = mayRead(caller);
      const read = (known: string[]) => repository.findMany(sight, known, fields);
      return toLookups(await batchById('ids', ids, read, (product) => product.id), sight === 'all');
    },

    listProducts: async (_caller: Caller, page: PageRequest, fields: ProductFields): Promise<Page<ReadProduct>> =>
      await repository.list(checkPageRequest(page), fields),

    async searchProducts(
      _caller: Caller,
      { query, ...page }: PageRequest & { query: string },
      fields: ProductFields,
    ): Promise<Page<ReadProduct>> {
      const text = checkAll((violations) => checkText(violations, 'query', query, { max: 256 }));
      return await repository.search(text, checkPageRequest(page), fields);
    },

    async updateProduct(
      caller: Caller,
      input: ProductChangeInput & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<Product> {
      checkMayChange(caller);
      const { id: givenId, idempotencyKey, expectedVersion, ...fields } = input;
      const id = checkUuid('id', givenId);
      // A price alone is in the product's own currency.
      const isOfProduct = fields.price !== undefined && fields.currencyCode === undefined;
      const { change, key } = checkAll((violations) => ({
        change: isOfProduct ? changeOf(fields) : checkChange(violations, fields, ''),
        key: checkIdempotencyKey(violations, idempotencyKey),
      }));
      // As it is stored, so that blanks at the ends make no other request; a price alone is stored as the product says.
      const content = typeof change === 'function' ? withStoredTexts(fields) : change;
      const request = keyedRequest(caller, 'UpdateProduct', key, { id, ...content, expectedVersion });
      return await repository.update(id, change, expectedVersion, request);
    },

    async archiveProduct(caller: Caller, input: { id: string; idempotencyKey: string }): Promise<Product> {
      checkMayChange(caller);
      const id = checkUuid('id', input.id);
      const key = checkAll((violations) => checkIdempotencyKey(violations, input.idempotencyKey));
      return await repository.archive(id, keyedRequest(caller, 'ArchiveProduct', key, { id }));
    },
  };
}

/** The change that depends on the product as it is. */
function changeOf(fields: ProductChangeInput) {
  return ({ unitPrice }: Product) => checkAll((violations) => checkChange(violations, fields, unitPrice.currencyCode));
}
