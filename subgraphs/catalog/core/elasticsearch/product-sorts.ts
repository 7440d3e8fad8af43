import type { estypes } from '@elastic/elasticsearch';
import type { Part } from '../product-finder.ts';
import type { SortOrder } from '../product-position.ts';

type Direction = 'asc' | 'desc';

/** What each order sorts by, all in one direction, as a position's values. */
export const SORTS: Record<SortOrder, { fields: readonly string[]; direction: Direction }> = {
  NEWEST: { fields: ['createdAt', 'id'], direction: 'desc' },
  PRICE_ASC: { fields: ['currencyCode', 'unitPriceMinor', 'id'], direction: 'asc' },
  PRICE_DESC: { fields: ['currencyCode', 'unitPriceMinor', 'id'], direction: 'desc' },
  NAME: { fields: ['nameKey', 'id'], direction: 'asc' },
};
const OPPOSITE = { asc: 'desc', desc: 'asc' } as const;

type Place = { sort: estypes.SortCombinations[]; search_after?: estypes.SortResults };

/**
 * The order of a part, and the position that it begins after.
 *
 * @param currencyCode of all that is listed, when the filter has one. Such a list sorts by the amount alone: Elasticsearch passes
 * over what cannot be among the first by the values of the first field, and where all have the same it would look at each.
 */
export function placeOf({ order, isBackward, after }: Omit<Part, 'offset' | 'limit'>, currencyCode?: string): Place {
  const { fields, direction } = SORTS[order];
  const isOne = currencyCode !== undefined && (after === undefined || after[0] === currencyCode);
  const sort = fields.map((field) => ({ [field]: isBackward ? OPPOSITE[direction] : direction }));
  const known = isOne && fields[0] === 'currencyCode' ? 1 : 0;
  return { sort: sort.slice(known), ...(after && { search_after: after.slice(known) }) };
}
