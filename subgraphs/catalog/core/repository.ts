import type { Count } from '@commerce/platform/lists/count';
import type { Page, PageRequest } from '@commerce/platform/lists/page';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import type { AskedProducts } from './asked-products.ts';
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

  /**
   * Those that were asked for. A product can be found as soon as the write that made or changed it has returned; by
   * RELEVANCE the best come first, then the newest.
   */
  find(asked: AskedProducts, page: PageRequest, fields: ProductFields): Promise<Page<ReadProduct>>;

  /** How many they are. */
  count(asked: Pick<AskedProducts, 'query' | 'filter'>): Promise<Count>;

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
