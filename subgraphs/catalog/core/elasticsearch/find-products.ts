import { unavailable } from '@commerce/platform/errors/domain-error';
import { tokenAfter, readTokenAfter } from '@commerce/platform/lists/newest-first-token';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import type { estypes } from '@elastic/elasticsearch';
import type { ProductFields, ReadProduct } from '../product.ts';
import { readSearchToken, searchList, searchTokenAfter } from '../search-token.ts';
import { wordsOf } from '../search-words.ts';
import { answerLimitMs } from './bounded-connection.ts';
import { type Elasticsearch, STORE } from './client.ts';
import { fromDocument, type ProductDocument, sourceOf, STEMS } from './product-document.ts';
import { searchQuery, type SearchWord } from './search-query.ts';

/** Products for sale, newest first. One request. */
export async function listProducts(
  store: Elasticsearch,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  const after = readTokenAfter(LIST, page.pageToken);
  const hits = await find(store, page, fields, {
    query: { term: { archived: false } },
    sort: NEWEST_FIRST,
    ...(after && { search_after: [after.createdAt.getTime(), after.id] }),
  });
  const { items, ...tokens } = toPage(hits, page.pageSize, (hit) => tokenAfter(LIST, hit));
  return { items: items.map(({ product }) => product), ...tokens };
}

/** Products for sale that match, best first. Two requests: what the words' stems are, and the products. */
export async function searchProducts(
  store: Elasticsearch,
  query: string,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  const words = [...new Set(wordsOf(query))];
  const list = searchList(words);
  const after = readSearchToken(list, page.pageToken);
  if (words.length === 0) return { items: [], pageTokens: [], nextPageToken: '' };
  const hits = await find(store, page, fields, {
    query: searchQuery(await stemsOf(store, words)),
    sort: ['_score', ...NEWEST_FIRST],
    ...(after && { search_after: [after.score, after.createdAt.getTime(), after.id] }),
  });
  const { items, ...tokens } = toPage(hits, page.pageSize, (hit) => searchTokenAfter(list, hit));
  return { items: items.map(({ product }) => product), ...tokens };
}

const LIST = 'products';
const NEWEST_FIRST: estypes.SortCombinations[] = [{ createdAt: 'desc' }, { id: 'desc' }];

/** A product that was found, and what lists and searches sort by. */
interface Hit {
  product: ReadProduct;
  id: string;
  createdAt: Date;
  score: number;
}

/** The hits of a page, and one more where the list goes on. */
async function find(
  { client, alias }: Elasticsearch,
  { pageSize, skip }: PageRequest,
  fields: ProductFields,
  search: {
    query: NonNullable<estypes.QueryDslQueryContainer>;
    sort: estypes.SortCombinations[];
    search_after?: (string | number)[];
  },
): Promise<Hit[]> {
  const source = sourceOf({ ...fields, createdAt: true });
  // Elasticsearch takes no `from` beside `search_after`: then the entries to pass over are read, and left out.
  const [from, surplus] = search.search_after ? [0, skip] : [skip, 0];
  const { hits, timed_out: timedOut } = await client.search<ProductDocument>({
    index: alias,
    ...search,
    _source: source,
    from,
    size: surplus + pageSize + 1,
    track_total_hits: false,
    timeout: `${answerLimitMs()}ms`,
    allow_partial_search_results: false,
  });
  if (timedOut) throw unavailable(STORE);
  return hits.hits.slice(surplus).flatMap(({ _source, _score }) => {
    if (!_source) return [];
    const { id, createdAt } = _source;
    return [{ product: fromDocument(_source, source), id, createdAt: new Date(createdAt), score: _score ?? 0 }];
  });
}

/** Each word with its stem, without the words that English ignores; when it ignores all of them, all are kept as they are. */
async function stemsOf({ client, alias }: Elasticsearch, words: string[]): Promise<SearchWord[]> {
  const text = words.join(' ');
  const { tokens = [] } = await client.indices.analyze({ index: alias, analyzer: STEMS, text });
  const stems = tokens.map(({ token, start_offset, end_offset }) => ({
    text: text.slice(start_offset, end_offset),
    stem: token,
  }));
  return stems.length > 0 ? stems : words.map((word) => ({ text: word, stem: word }));
}
