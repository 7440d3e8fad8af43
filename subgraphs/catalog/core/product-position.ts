import { createHash } from 'node:crypto';
import { badPageToken, decodePageToken, encodePageToken } from '@commerce/platform/lists/page-token';
import { z } from 'zod';
import type { ProductOrder } from './asked-products.ts';
import type { ProductFields, ReadProduct } from './product.ts';
import { foldedText } from './search-words.ts';

/** The orders that the store sorts by; RELEVANCE is made of several lists of the newest. */
export type SortOrder = Exclude<ProductOrder, 'RELEVANCE'>;

/** The values of one product that a list sorts by, its id last: where a page ends, and the next one goes on. */
export type Position = readonly (string | number)[];

/** What an order needs of a product, and where a product stands in it. */
export const POSITIONS: Record<SortOrder, { fields: ProductFields; positionOf: (product: ReadProduct) => Position }> = {
  NEWEST: {
    fields: { createdAt: true },
    positionOf: ({ id, createdAt }) => [createdAt?.getTime() ?? 0, id],
  },
  PRICE_ASC: { fields: { unitPrice: true }, positionOf: ofPrice },
  PRICE_DESC: { fields: { unitPrice: true }, positionOf: ofPrice },
  NAME: {
    fields: { name: true },
    positionOf: ({ id, name = '' }) => [foldedText(name), id],
  },
};

function ofPrice({ id, unitPrice }: ReadProduct): Position {
  return [unitPrice?.currencyCode ?? '', String(unitPrice?.amountMinor ?? 0), id];
}

/** Names a list in its page tokens, so that another's are refused. */
export function listOf(order: SortOrder): string {
  return order === 'NEWEST' ? 'products' : `products:${order}`;
}

/** The same for what a query finds. @param terms the query's, in one text. */
export function searchList(terms: string): string {
  return `search:${createHash('sha256').update(terms).digest('base64url').slice(0, 12)}`;
}

export function tokenOf(list: string, position: Position): string {
  return encodePageToken(list, position);
}

/** @returns undefined for the empty token. @throws DomainError InvalidArgument for a token that is not the list's. */
export function readToken(list: string, order: ProductOrder, token: string): Position | undefined {
  if (token === '') return undefined;
  const { success, data } = TOKENS[order].safeParse(decodePageToken(list, token));
  if (!success) throw badPageToken();
  return data;
}

const MAX_DATE_MS = 8_640_000_000_000_000;
const instant = z.number().int().min(0).max(MAX_DATE_MS);
const price = z.tuple([z.string().regex(/^[A-Z]{3}$/), z.string().regex(/^\d{1,18}$/), z.guid()]);

const TOKENS: Record<ProductOrder, z.ZodType<Position>> = {
  NEWEST: z.tuple([instant, z.guid()]),
  RELEVANCE: z.tuple([z.number(), instant, z.guid()]),
  PRICE_ASC: price,
  PRICE_DESC: price,
  // NUL is in no text that PostgreSQL takes.
  NAME: z.tuple([
    z
      .string()
      .max(2_000)
      .regex(/^[^\0]*$/),
    z.guid(),
  ]),
};
