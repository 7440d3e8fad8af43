import type { Page, PageRequest } from '@commerce/platform/lists/page';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import type { Sight } from './policy.ts';
import type { NewProduct, Product, ProductChange, ProductFields, ReadProduct } from './product.ts';

/**
 * Stores products and finds them. Every implementation passes the same contract suite: test/repository-contract.ts.
 * Page tokens are the implementation's own; one that it did not give out for the same list or query is refused with
 * DomainError InvalidArgument. Reads take the fields that are wanted; what is not wanted is not read from the store, but
 * the id, and what a list sorts by.
 */
export interface ProductRepository {
  /** With a request: once, and again the same product for a repeated one. */
  create(product: NewProduct, request: KeyedRequest | undefined): Promise<Product>;

  /** The products with these ids that exist for the caller, in any order. One statement. */
  findMany(sight: Sight, ids: string[], fields: ProductFields): Promise<ReadProduct[]>;

  /** Those for sale, newest first; of the same instant by falling id. */
  list(page: PageRequest, fields: ProductFields): Promise<Page<ReadProduct>>;

  /**
   * Those for sale that match, as CatalogService.SearchProducts says, best first, then newest first. A product can be
   * found as soon as the write that made or changed it has returned.
   */
  search(query: string, page: PageRequest, fields: ProductFields): Promise<Page<ReadProduct>>;

  /**
   * Changes a product and adds one to its version; a change that makes no difference is one, too.
   *
   * @param change what to set. A function gets the product as it is, which nobody else changes in between: it may be
   *   called again, with the product that somebody else has changed, and what it throws ends the update.
   * @throws DomainError NotFound, or Conflict when the version is not the expected one.
   */
  update(
    id: string,
    change: ProductChange | ((product: Product) => ProductChange),
    expectedVersion: number | undefined,
    request: KeyedRequest | undefined,
  ): Promise<Product>;

  /** Archives a product that is for sale; returns an archived one as it is. @throws DomainError NotFound. */
  archive(id: string, request: KeyedRequest | undefined): Promise<Product>;
}
