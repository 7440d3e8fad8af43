import type { Prisma } from '../generated/prisma/client.ts';
import type { NewProduct, Product, ProductChange } from './product.ts';
import { wordsOf } from './search-words.ts';

/** What is read of a product: all but what only the search needs. */
export const PRODUCT_COLUMNS = {
  id: true,
  name: true,
  description: true,
  currencyCode: true,
  unitPriceMinor: true,
  archived: true,
  createdAt: true,
  version: true,
} as const satisfies Prisma.ProductSelect;

export type ProductRow = Prisma.ProductGetPayload<{ select: typeof PRODUCT_COLUMNS }>;

export function toProduct(row: ProductRow): Product {
  const { id, name, description, archived, createdAt, version } = row;
  const unitPrice = { currencyCode: row.currencyCode, amountMinor: row.unitPriceMinor };
  return { id, name, description, unitPrice, archived, createdAt, version };
}

/** The columns that hold a new product. */
export function columnsOf({ name, description, unitPrice }: NewProduct) {
  return { ...nameColumns(name), ...descriptionColumns(description), ...priceColumns(unitPrice) };
}

/** The columns that a change sets. */
export function changedColumns({ name, description, unitPrice, archived }: ProductChange) {
  return {
    ...(name !== undefined && nameColumns(name)),
    ...(description !== undefined && descriptionColumns(description)),
    ...(unitPrice && priceColumns(unitPrice)),
    ...(archived !== undefined && { archived }),
  };
}

function nameColumns(name: string) {
  return { name, foldedName: wordsOf(name).join(' ') };
}

function descriptionColumns(description: string) {
  return { description, foldedDescription: wordsOf(description).join(' ') };
}

function priceColumns({ currencyCode, amountMinor }: NewProduct['unitPrice']) {
  return { currencyCode, unitPriceMinor: amountMinor };
}
