import { selectList, selectOf } from '@commerce/platform/postgres/select-list';
import { columnsOf } from '@commerce/platform/values/columns-of';
import type { Read } from '@commerce/platform/values/partial-read';
import { Prisma } from '../generated/prisma/client.ts';
import type { NewProduct, Product, ProductChange, ProductFields, ReadProduct } from './product.ts';
import { foldedText } from './search-words.ts';

/** The columns that only the search reads. */
const OF_SEARCH = { foldedName: true, foldedDescription: true } as const satisfies Prisma.ProductOmit;

/** Tells Prisma to read all other columns of a product. */
export const PRODUCT_ROW = { omit: OF_SEARCH } as const;

/** Tells Prisma to read what is wanted of products. */
export function productQuery(fields: ProductFields) {
  return { select: selectOf(productColumns(fields)) };
}

/** The same for a raw statement. */
export function productSelectList(fields: ProductFields): Prisma.Sql {
  return Prisma.raw(selectList(productColumns(fields)));
}

/** All columns of PRODUCT_ROW, for a raw statement. */
export const PRODUCT_COLUMNS = Prisma.raw(
  selectList(Object.keys(Prisma.ProductScalarFieldEnum).filter((field) => !(field in OF_SEARCH))),
);

export type ProductRow = Prisma.ProductGetPayload<typeof PRODUCT_ROW>;

type ProductColumn = keyof typeof Prisma.ProductScalarFieldEnum;

function productColumns(fields: ProductFields): ProductColumn[] {
  return columnsOf<Product, ProductColumn>({ ...fields, id: true }, { unitPrice: ['currencyCode', 'unitPriceMinor'] });
}

/** Does not compile when a column is no field of a product, or a field has no column. */
export function toProduct(row: ProductRow): Product;
export function toProduct(row: Read<ProductRow>): ReadProduct;
export function toProduct({ currencyCode, unitPriceMinor, ...fields }: Read<ProductRow>): ReadProduct {
  const isPriced = currencyCode !== undefined && unitPriceMinor !== undefined;
  const unitPrice = isPriced ? { currencyCode, amountMinor: unitPriceMinor } : undefined;
  return { ...(fields satisfies Pick<ReadProduct, keyof typeof fields>), unitPrice };
}

/** The columns that hold a new product. */
export function newColumns({ unitPrice, ...fields }: NewProduct) {
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
