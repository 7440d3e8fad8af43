import type { Page, PageRequest } from '@commerce/platform/lists/page';
import { FOR_SALE } from '../core/asked-products.ts';
import type { ProductFields, ReadProduct } from '../core/product.ts';
import type { ProductRepository } from '../core/repository.ts';

type Repository = Pick<ProductRepository, 'find'>;

/** What is for sale, newest first. */
export function listForSale(
  { find }: Repository,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  return find({ query: '', filter: FOR_SALE, order: 'NEWEST' }, page, fields);
}

/** What a query finds of it, best first. */
export function searchForSale(
  { find }: Repository,
  query: string,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  return find({ query, filter: FOR_SALE, order: 'RELEVANCE' }, page, fields);
}
