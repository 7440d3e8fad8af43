import { selectList } from '@commerce/platform/postgres/select-list';
import { Prisma } from '../generated/prisma/client.ts';
import type { NewProduct, Product, ProductChange } from './product.ts';
import { foldedText } from './search-words.ts';

/** The columns that only the search reads. */
const OF_SEARCH = { foldedName: true, foldedDescription: true } as const satisfies Prisma.ProductOmit;

/** Tells Prisma to read all other columns of a product. */
export const PRODUCT_ROW = { omit: OF_SEARCH } as const;

/** The same columns for a raw statement. */
export const PRODUCT_COLUMNS = Prisma.raw(
  selectList(Object.keys(Prisma.ProductScalarFieldEnum).filter((field) => !(field in OF_SEARCH))),
);

export type ProductRow = Prisma.ProductGetPayload<typeof PRODUCT_ROW>;

/** Does not compile when a column is no field of a product, or a field has no column. */
export function toProduct({ currencyCode, unitPriceMinor, ...fields }: ProductRow): Product {
  const unitPrice = { currencyCode, amountMinor: unitPriceMinor };
  return { ...(fields satisfies Pick<Product, keyof typeof fields>), unitPrice };
}

/** The columns that hold a new product. */
export function columnsOf({ unitPrice, ...fields }: NewProduct) {
  const { name, description } = fields;
  const folded = { foldedName: foldedText(name), foldedDescription: foldedText(description) };
  return { ...fields, ...priceColumns(unitPrice), ...folded };
}

/** The columns that a change sets. */
export function changedColumns({ unitPrice, ...fields }: ProductChange) {
  const { name, description } = fields;
  return {
    ...fields,
    ...(unitPrice && priceColumns(unitPrice)),
    ...(name !== undefined && { foldedName: foldedText(name) }),
    ...(description !== undefined && { foldedDescription: foldedText(description) }),
  };
}

function priceColumns({ currencyCode, amountMinor }: Product['unitPrice']) {
  return { currencyCode, unitPriceMinor: amountMinor };
}
