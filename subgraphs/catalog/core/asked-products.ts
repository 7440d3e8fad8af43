/** Which products a list is to have, and in which order. */
export interface AskedProducts {
  /** What the products must match, as CatalogService.SearchProducts says; empty for all. */
  query: string;
  filter: ProductFilter;
  /** RELEVANCE only with a query. */
  order: ProductOrder;
}

/** What a product must meet besides; what is undefined leaves nothing out. */
export interface ProductFilter {
  /** Those that were archived, and no others; or those for sale; or both. */
  archived: boolean | undefined;
  ids?: string[];
  currencyCode?: string;
  /** Bounds of the price in minor units, themselves within. Only with a currency. */
  minAmount?: bigint;
  maxAmount?: bigint;
}

/**
 * What lists sort by, each with the id as the tie-break. Prices sort by their currency first, for amounts of two do not
 * compare; names without case and accents, by code point.
 */
export const PRODUCT_ORDERS = ['NEWEST', 'RELEVANCE', 'PRICE_ASC', 'PRICE_DESC', 'NAME'] as const;
export type ProductOrder = (typeof PRODUCT_ORDERS)[number];

export const FOR_SALE: ProductFilter = { archived: false };
