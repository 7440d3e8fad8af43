import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import { checkChange, checkNewProduct, type ProductChangeInput, type ProductInput } from './check-product.ts';
import type { Product, ProductFields, ReadProduct } from './product.ts';
import type { ProductRepository } from './repository.ts';

/** The rules for products; the contract of each function is its RPC's, in catalog_service.proto. */
export type CatalogService = ReturnType<typeof createCatalogService>;

export function createCatalogService(repository: ProductRepository) {
  return {
    async createProduct(input: ProductInput & { idempotencyKey: string }): Promise<Product> {
      const { product, key } = checkAll((violations) => ({
        product: checkNewProduct(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      return await repository.create(product, keyedRequest('CreateProduct', key, product));
    },

    getProduct: (id: string, fields: ProductFields): Promise<ReadProduct> =>
      getById('product', id, (ids) => repository.findMany(ids, fields)),

    batchGetProducts(ids: string[], fields: ProductFields): Promise<(ReadProduct | undefined)[]> {
      const read = (known: string[]) => repository.findMany(known, fields);
      return batchById('ids', ids, read, (product) => product.id);
    },

    listProducts: async (page: PageRequest, fields: ProductFields): Promise<Page<ReadProduct>> =>
      await repository.list(checkPageRequest(page), fields),

    async searchProducts(
      { query, ...page }: PageRequest & { query: string },
      fields: ProductFields,
    ): Promise<Page<ReadProduct>> {
      const text = checkAll((violations) => checkText(violations, 'query', query, { max: 256 }));
      return await repository.search(text, checkPageRequest(page), fields);
    },

    async updateProduct(
      input: ProductChangeInput & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<Product> {
      const { id: givenId, idempotencyKey, expectedVersion, ...fields } = input;
      const id = checkUuid('id', givenId);
      // A price alone is in the product's own currency.
      const isOfProduct = fields.price !== undefined && fields.currencyCode === undefined;
      const { change, key } = checkAll((violations) => ({
        change: isOfProduct ? changeOf(fields) : checkChange(violations, fields, ''),
        key: checkIdempotencyKey(violations, idempotencyKey),
      }));
      // As it is stored, so that blanks at the ends make no other request; a price alone is stored as the product says.
      const content = typeof change === 'function' ? fields : change;
      const request = keyedRequest('UpdateProduct', key, { id, ...content, expectedVersion });
      return await repository.update(id, change, expectedVersion, request);
    },

    async archiveProduct(input: { id: string; idempotencyKey: string }): Promise<Product> {
      const id = checkUuid('id', input.id);
      const key = checkAll((violations) => checkIdempotencyKey(violations, input.idempotencyKey));
      return await repository.archive(id, keyedRequest('ArchiveProduct', key, { id }));
    },
  };
}

/** The change that depends on the product as it is. */
function changeOf(fields: ProductChangeInput) {
  return ({ unitPrice }: Product) => checkAll((violations) => checkChange(violations, fields, unitPrice.currencyCode));
}
