import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import type { AskedProducts, ProductFilter } from './asked-products.ts';
import {
  listOf,
  type Position,
  POSITIONS,
  readToken,
  searchList,
  type SortOrder,
  tokenOf,
} from './product-position.ts';
import type { ProductFields, ReadProduct } from './product.ts';
import { type AskedTerm, askedTerms } from './search-terms.ts';

/** How a store finds products: what all lists, searches and counts are made of. `Match` is what it matches texts by. */
export interface ProductFinder<Match> {
  /** From the best to the rest; no product is in two of them. The last ones may cost a statement to make. */
  tiers(terms: readonly AskedTerm[]): (() => Promise<Match>)[];
  /** All of them. */
  any(terms: readonly AskedTerm[]): Promise<Match>;
  /** Products in an order, with what that order needs to know of them. */
  read(selection: Selection<Match>, part: Part, fields: ProductFields): Promise<ReadProduct[]>;
  /** @param part counts what comes after a position. @returns `most` for that many or more. */
  count(selection: Selection<Match>, part: Omit<Part, 'offset' | 'limit'> | undefined, most: number): Promise<number>;
}

export interface Selection<Match> {
  filter: ProductFilter;
  match: Match | undefined;
}

/** A stretch of a list. */
export interface Part {
  order: SortOrder;
  after: Position | undefined;
  /** Against the order. */
  isBackward: boolean;
  offset: number;
  limit: number;
}

/** A page of what was asked for. @throws DomainError InvalidArgument for a token of another list. */
export async function findProducts<Match>(
  finder: ProductFinder<Match>,
  asked: AskedProducts,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  const terms = askedTerms(asked.query);
  if (asked.order === 'RELEVANCE') return await findBest(finder, terms, asked.filter, page, fields);
  if (terms.length === 0 && asked.query !== '') return NOTHING;
  const { order, filter } = asked;
  const list = listOf(order);
  const after = readToken(list, order, page.pageToken);
  const { fields: sorted, positionOf } = POSITIONS[order];
  const selection = { filter, match: terms.length > 0 ? await finder.any(terms) : undefined };
  const part = { order, after, isBackward: page.fromEnd === true, offset: page.skip, limit: page.pageSize + 1 };
  const found = await finder.read(selection, part, { ...fields, ...sorted });
  return toPage(found, page, (product) => tokenOf(list, positionOf(product)));
}

/** How many products a query and a filter have. */
export async function countProducts<Match>(
  finder: ProductFinder<Match>,
  { query, filter }: Pick<AskedProducts, 'query' | 'filter'>,
): Promise<Count> {
  const terms = askedTerms(query);
  if (terms.length === 0 && query !== '') return toCount(0);
  const match = terms.length > 0 ? await finder.any(terms) : undefined;
  return toCount(await finder.count({ filter, match }, undefined, MAX_COUNT + 1));
}

const NOTHING: Page<never> = { items: [], pageTokens: [], nextPageToken: '' };

/**
 * The best first: tier after tier, each with the newest first, until the page is full. So no page costs more than what it
 * shows, however many products match, where a score of each match would have to be worked out for every page.
 */
async function findBest<Match>(
  finder: ProductFinder<Match>,
  terms: readonly AskedTerm[],
  filter: ProductFilter,
  page: PageRequest,
  fields: ProductFields,
): Promise<Page<ReadProduct>> {
  const list = searchList(JSON.stringify(terms));
  const [score, ...position] = readToken(list, 'RELEVANCE', page.pageToken) ?? [];
  if (terms.length === 0) return NOTHING;
  const isBackward = page.fromEnd === true;
  const tiers = finder.tiers(terms).map((match, index) => ({ match, score: SCORES[index] ?? 0 }));
  const start = typeof score === 'number' ? tierOf(score) : undefined;
  const ahead = tiers.filter((tier) => start === undefined || (isBackward ? tier.score >= start : tier.score <= start));
  const { fields: sorted, positionOf } = POSITIONS.NEWEST;
  const found: { product: ReadProduct; score: number }[] = [];
  const wanted = page.pageSize + 1;
  let offset = page.skip;
  for (const tier of isBackward ? ahead.toReversed() : ahead) {
    const selection = { filter, match: await tier.match() };
    const after = tier.score === start ? position : undefined;
    const part = { order: 'NEWEST', after, isBackward } as const;
    const limit = wanted - found.length;
    const more = await finder.read(selection, { ...part, offset, limit }, { ...fields, ...sorted });
    found.push(...more.map((product) => ({ product, score: tier.score })));
    if (found.length === wanted) break;
    // Nothing is left of this tier: what it has was passed over.
    offset = more.length > 0 || offset === 0 ? 0 : offset - (await finder.count(selection, part, offset));
  }
  const tokenAfter = (entry: (typeof found)[number]) => tokenOf(list, [entry.score, ...positionOf(entry.product)]);
  const { items, ...tokens } = toPage(found, page, tokenAfter);
  return { items: items.map(({ product }) => product), ...tokens };
}

/** Of the tiers, in page tokens. */
const SCORES = [6, 4, 0];

/** Versions before this one had scores between these. */
function tierOf(score: number): number {
  return SCORES.find((least) => score >= least) ?? 0;
}
