import { unavailable } from '@commerce/platform/errors/domain-error';
import type { estypes } from '@elastic/elasticsearch';
import type { ProductFilter } from '../asked-products.ts';
import type { Part, ProductFinder, Selection } from '../product-finder.ts';
import type { SortOrder } from '../product-position.ts';
import { answerLimitMs } from './bounded-connection.ts';
import { type Elasticsearch, STORE } from './client.ts';
import { fromDocument, type ProductDocument, sourceOf } from './product-document.ts';
import { type Query, tierQueries, tolerant } from './search-query.ts';

/** Finds products in Elasticsearch: each part of a list with one request, which ends where the part is full. */
export function createElasticsearchFinder({ client, alias }: Elasticsearch): ProductFinder<Query> {
  return {
    tiers: (terms) => tierQueries(terms).map((query) => async () => query),
    any: async (terms) => tolerant(terms),

    async read(selection, part, fields) {
      const source = sourceOf(fields);
      // Elasticsearch takes no `from` beside `search_after`: then the entries to pass over are read, and left out.
      const [from, surplus] = part.after ? [0, part.offset] : [part.offset, 0];
      const { hits, timed_out: timedOut } = await client.search<ProductDocument>({
        index: alias,
        ...placeOf(selection, part),
        _source: source,
        from,
        size: surplus + part.limit,
        track_total_hits: false,
        timeout: `${answerLimitMs()}ms`,
        allow_partial_search_results: false,
      });
      if (timedOut) throw unavailable(STORE);
      return hits.hits.slice(surplus).flatMap(({ _source }) => (_source ? [fromDocument(_source, source)] : []));
    },

    async count(selection, part, most) {
      if (part?.after) {
        // A count takes no position: what comes after one is read, without its fields.
        const { hits } = await client.search({
          index: alias,
          ...placeOf(selection, { ...part, offset: 0, limit: most }),
          _source: false,
          size: most,
          track_total_hits: false,
          timeout: `${answerLimitMs()}ms`,
          allow_partial_search_results: false,
        });
        return hits.hits.length;
      }
      const { hits, timed_out: timedOut } = await client.search({
        index: alias,
        query: queryOf(selection),
        size: 0,
        track_total_hits: most,
        timeout: `${answerLimitMs()}ms`,
        allow_partial_search_results: false,
      });
      if (timedOut) throw unavailable(STORE);
      const total = typeof hits.total === 'number' ? hits.total : (hits.total?.value ?? 0);
      return Math.min(total, most);
    },
  };
}

function placeOf(selection: Selection<Query>, { order, isBackward, after }: Part) {
  const { fields, direction } = SORTS[order];
  const way = isBackward ? OPPOSITE[direction] : direction;
  const sort: estypes.SortCombinations[] = fields.map((field) => ({ [field]: way }));
  return { query: queryOf(selection), sort, ...(after && { search_after: [...after] }) };
}

/** What each order sorts by, all in one direction, as a position's values. */
const SORTS: Record<SortOrder, { fields: readonly string[]; direction: 'asc' | 'desc' }> = {
  NEWEST: { fields: ['createdAt', 'id'], direction: 'desc' },
  PRICE_ASC: { fields: ['currencyCode', 'unitPriceMinor', 'id'], direction: 'asc' },
  PRICE_DESC: { fields: ['currencyCode', 'unitPriceMinor', 'id'], direction: 'desc' },
  NAME: { fields: ['nameKey', 'id'], direction: 'asc' },
};
const OPPOSITE = { asc: 'desc', desc: 'asc' } as const;

function queryOf({ filter, match }: Selection<Query>): Query {
  return { bool: { filter: [...conditions(filter), ...(match ? [match] : [])] } };
}

function conditions({ archived, ids, currencyCode, minAmount, maxAmount }: ProductFilter): Query[] {
  const bounds = {
    ...(minAmount !== undefined && { gte: String(minAmount) }),
    ...(maxAmount !== undefined && { lte: String(maxAmount) }),
  };
  return [
    ...(archived === undefined ? [] : [{ term: { archived } }]),
    ...(ids ? [{ ids: { values: ids } }] : []),
    ...(currencyCode === undefined ? [] : [{ term: { currencyCode } }]),
    ...(Object.keys(bounds).length > 0 ? [{ range: { unitPriceMinor: bounds } }] : []),
  ];
}
