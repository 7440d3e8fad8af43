import { checkAll } from '@commerce/platform/values/violations';
import { checkNewProduct, type ProductInput } from '../core/check-product.ts';
import type { NewProduct } from '../core/product.ts';

/** A product for the stores, made by the core's rules: it has every field. */
export function newProduct(given: Partial<ProductInput> = {}): NewProduct {
  const desk = { name: 'Desk', description: 'Four legs, one top.', price: '199.00' };
  return checkAll((violations) => checkNewProduct(violations, { ...desk, ...given }));
}
