import type { Caller } from '@commerce/platform/auth/caller';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import type { Count } from '@commerce/platform/lists/count';
import { type Lookup, toLookups } from '@commerce/platform/lists/lookup';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll, type Violations } from '@commerce/platform/values/violations';
import type { AskedProducts, ProductOrder } from './asked-products.ts';
import { checkFilter, type ProductFilterInput } from './check-filter.ts';
import {
  checkChange,
  checkNewProduct,
  type ProductChangeInput,
  type ProductInput,
  withStoredTexts,
} from './check-product.ts';
import { checkMayChange, checkMaySeeArchived, mayRead } from './policy.ts';
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

    async listProducts(caller: Caller, input: ListInput, fields: ProductFields): Promise<Page<ReadProduct>> {
      const { page, ...asked } = checkList(caller, input, 'NEWEST', () => '');
      return await repository.find(asked, page, fields);
    },

    async searchProducts(
      caller: Caller,
      input: ListInput & { query: string },
      fields: ProductFields,
    ): Promise<Page<ReadProduct>> {
      const { page, ...asked } = checkList(caller, input, 'RELEVANCE', (violations) =>
        checkText(violations, 'query', input.query, { max: MAX_QUERY }),
      );
      return await repository.find(asked, page, fields);
    },

    async countProducts(caller: Caller, input: { query: string; filter: ProductFilterInput | null }): Promise<Count> {
      const asked = checkAll((violations) => ({
        query: checkText(violations, 'query', input.query, { max: MAX_QUERY, blank: true }),
        filter: checkFilter(violations, input.filter, mayRead(caller)),
      }));
      if (asked.filter.archived) checkMaySeeArchived(caller);
      return await repository.count(asked);
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

/** What lists and searches take. */
interface ListInput extends PageRequest {
  filter: ProductFilterInput | null;
  /** Undefined for the list's own order. */
  orderBy: ProductOrder | undefined;
}

function checkList(
  caller: Caller,
  { filter, orderBy, ...page }: ListInput,
  order: ProductOrder,
  checkQuery: (violations: Violations) => string,
): AskedProducts & { page: PageRequest } {
  const asked = checkAll((violations) => {
    const query = checkQuery(violations);
    if (orderBy === 'RELEVANCE' && order !== 'RELEVANCE')
      violations.add('orderBy', 'can be RELEVANCE only with a query');
    return { query, filter: checkFilter(violations, filter, mayRead(caller)), order: orderBy ?? order };
  });
  if (asked.filter.archived) checkMaySeeArchived(caller);
  const { pageSize, pageToken, skip, fromEnd = false, omitPageTokens = false } = page;
  return { ...asked, page: checkPageRequest({ pageSize, pageToken, skip, fromEnd, omitPageTokens }) };
}

const MAX_QUERY = 256;

/** The change that depends on the product as it is. */
function changeOf(fields: ProductChangeInput) {
  return ({ unitPrice }: Product) => checkAll((violations) => checkChange(violations, fields, unitPrice.currencyCode));
}
