import type { Product } from '../product.ts';
import { wordsOf } from '../search-words.ts';

/** A product as it stands in the index. */
export interface ProductDocument {
  id: string;
  name: string;
  description: string;
  currencyCode: string;
  /** In a string: JavaScript reads a number of JSON as a float. */
  unitPriceMinor: string;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  version: number;
  requests: string[];
  foldedName: string;
  foldedDescription: string;
}

/** @param requests the ids of the requests that changed it last. */
export function toDocument(product: Product, requests: string[]): ProductDocument {
  const { id, name, description, unitPrice, archived, createdAt, version } = product;
  return {
    id,
    name,
    description,
    currencyCode: unitPrice.currencyCode,
    unitPriceMinor: String(unitPrice.amountMinor),
    archived,
    createdAt: createdAt.toISOString(),
    updatedAt: new Date().toISOString(),
    version,
    requests,
    foldedName: wordsOf(name).join(' '),
    foldedDescription: wordsOf(description).join(' '),
  };
}

export function fromDocument(document: ProductDocument): Product {
  const { id, name, description, currencyCode, unitPriceMinor, archived, createdAt, version } = document;
  const unitPrice = { currencyCode, amountMinor: BigInt(unitPriceMinor) };
  return { id, name, description, unitPrice, archived, createdAt: new Date(createdAt), version };
}
