import { unavailable } from '@commerce/platform/errors/domain-error';
import type { estypes } from '@elastic/elasticsearch';
import type { ProductFilter } from '../asked-products.ts';
import type { Part, ProductFinder, Selection } from '../product-finder.ts';
import { answerLimitMs } from './bounded-connection.ts';
import { type Elasticsearch, STORE } from './client.ts';
import { nearStart } from './far-page.ts';
import { fromDocument, type ProductDocument, sourceOf } from './product-document.ts';
import { placeOf } from './product-sorts.ts';
import { type Query, tierQueries, tolerant } from './search-query.ts';

/** Finds products in Elasticsearch: each part of a list with one request, or two for one far from the beginning. */
export function createElasticsearchFinder({ client, alias }: Elasticsearch): ProductFinder<Query> {
  /** @throws DomainError Unavailable when the request ends before the search does. */
  async function search(
    asked: Omit<estypes.SearchRequest, 'index'>,
  ): Promise<estypes.SearchHitsMetadata<ProductDocument>> {
    const { hits, timed_out: timedOut } = await client.search<ProductDocument>({
      index: alias,
      track_total_hits: false,
      timeout: `${answerLimitMs()}ms`,
      allow_partial_search_results: false,
      ...asked,
    });
    if (timedOut) throw unavailable(STORE);
    return hits;
  }

  return {
    tiers: (terms) => tierQueries(terms).map((query) => async () => query),
    any: async (terms) => tolerant(terms),

    async read(selection, part, fields) {
      const _source = sourceOf(fields);
      const list = listOf(selection, part);
      const start = await nearStart(part, async (asked) => {
        const { hits } = await search({ query: list.query, ...asked, _source: false });
        return hits.map(({ sort = [] }) => sort);
      });
      const offset = start?.offset ?? part.offset;
      const query = start ? { bool: { filter: [list.query, start.from] } } : list.query;
      // Elasticsearch takes no `from` beside `search_after`: then the entries to pass over are read, and left out.
      const [from, surplus] = part.after ? [0, offset] : [offset, 0];
      const { hits } = await search({ ...list, query, _source, from, size: surplus + part.limit });
      return hits.slice(surplus).flatMap((hit) => (hit._source ? [fromDocument(hit._source, _source)] : []));
    },

    async count(selection, part, most) {
      // A count takes no position: what comes after one is read, without its fields.
      if (part?.after) return (await search({ ...listOf(selection, part), _source: false, size: most })).hits.length;
      const { total } = await search({ query: queryOf(selection), size: 0, track_total_hits: most });
      return Math.min(typeof total === 'number' ? total : (total?.value ?? 0), most);
    },
  };
}

function listOf(selection: Selection<Query>, part: Omit<Part, 'offset' | 'limit'>) {
  return { query: queryOf(selection), ...placeOf(part, selection.filter.currencyCode) };
}

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
