import { Prisma } from '../generated/prisma/client.ts';
import type { Product } from './product.ts';
import type { ProductFinder } from './product-finder.ts';
import { type AskedTerm, forgivenForms, isLikelyTypo, termsOf, typoTargetsOf } from './search-terms.ts';
import { wordsOf } from './search-words.ts';

type Sql = Pick<Prisma.TransactionClient, '$queryRaw' | '$executeRaw'>;
type Texts = Pick<Product, 'id' | 'name' | 'description'>;

/**
 * Writes what products are found by, and the words that a mistyped one can be told from. One statement. Texts that somebody
 * has changed meanwhile are passed over.
 */
export async function writeSearchTerms(db: Sql, products: readonly Texts[]): Promise<void> {
  const ids = products.map(({ id }) => id);
  const names = products.map(({ name }) => name);
  const descriptions = products.map(({ description }) => description);
  const vectors = products.map(searchVectorOf);
  const words = [...new Set(products.flatMap(({ name, description }) => typoTargetsOf(`${name} ${description}`)))];
  await db.$executeRaw`
    WITH written AS (
      UPDATE products SET search_terms = made.vector::tsvector
      FROM unnest(${ids}::uuid[], ${names}::text[], ${descriptions}::text[], ${vectors}::text[])
        AS made(id, name, description, vector)
      WHERE products.id = made.id AND products.name = made.name AND products.description = made.description
    )
    -- In one order for all writers, so that two of them cannot wait for each other.
    INSERT INTO search_words (word, spellings)
    SELECT word, spellings_of(word) FROM unnest(${words}::text[]) AS word ORDER BY word COLLATE "C"
    ON CONFLICT (word) DO NOTHING`;
}

/** What a product must meet. */
export interface TextMatch {
  /** A tsquery over its terms. */
  query: string;
  /** Another that whatever meets the first one meets, and that the index of terms answers soon. */
  indexed: string;
  /** Does it have nothing but words of one or two letters, of which that one asks for no beginnings? */
  isShort: boolean;
  /** The words of a version before, for products that have no terms yet. */
  former?: string | undefined;
}

/** For a walk through products. */
export const matches = (match: TextMatch) =>
  condition(match, Prisma.sql`ts_match_vq(search_terms, ${match.query}::tsquery)`);

/** For the index of terms: it does not see the function by this name. */
export const matchesByIndex = (match: TextMatch) => condition(match, hasTerms(match));

/** The same for a count, in conditions that no product meets two of: one with OR is looked at again in each row that is found. */
export function eachMatchByIndex({ former, ...match }: TextMatch): Prisma.Sql[] {
  return [hasTerms(match), ...(former === undefined ? [] : [condition({ ...match, former }, Prisma.sql`false`)])];
}

function hasTerms({ query, indexed }: TextMatch): Prisma.Sql {
  const isInIndex = Prisma.sql`search_terms @@ ${indexed}::tsquery`;
  return query === indexed ? isInIndex : Prisma.sql`${isInIndex} AND ts_match_vq(search_terms, ${query}::tsquery)`;
}

function condition({ former }: TextMatch, byTerms: Prisma.Sql): Prisma.Sql {
  if (former === undefined) return byTerms;
  return Prisma.sql`((${byTerms}) OR (search_terms IS NULL AND search_vector @@ to_tsquery('simple', ${former})))`;
}

/** Without typos before with, and all terms in the name before not. */
export function textMatches(db: Sql): Pick<ProductFinder<TextMatch>, 'tiers' | 'any'> {
  return {
    tiers(terms) {
      const isShort = terms.every(isShortWord);
      const inName = allOf(terms.map((term) => exactly(term, NAME)));
      const anywhere = allOf(terms.map((term) => exactly(term)));
      return [
        async () => ({ query: inName, indexed: indexedQuery(terms, (term) => exactly(term, NAME, true)), isShort }),
        async () => ({
          query: `${anywhere} & !(${inName})`,
          indexed: indexedQuery(terms, (term) => exactly(term, '', true)),
          isShort,
        }),
        async () => {
          const tolerant = await tolerantMatch(db, terms);
          return { ...tolerant, query: `${tolerant.query} & !(${anywhere})` };
        },
      ];
    },
    any: (terms) => tolerantMatch(db, terms),
  };
}

/**
 * The index gathers all products that have a beginning before it gives the first: so it is asked for few terms, the longest,
 * and for no beginnings of one or two letters. Products that have these alone are found in a walk through the first ones.
 */
function indexedQuery(terms: readonly AskedTerm[], toQuery: (term: AskedTerm) => string): string {
  const lengthOf = (term: AskedTerm) => ('pairs' in term ? 2 * term.pairs.length + 1 : [...term.word].length);
  const long = terms.filter((term) => !isShortWord(term));
  return allOf(
    (long.length > 0 ? long : terms)
      .toSorted((a, b) => lengthOf(b) - lengthOf(a))
      .slice(0, MAX_INDEXED)
      .map(toQuery),
  );
}

const MAX_INDEXED = 3;

/** A letter of Japanese says as much as a word of these. */
const isShortWord = (term: AskedTerm) =>
  'word' in term && /^[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{N}]{1,2}$/u.test(term.word);

/** Begins the terms of a name once more, which the others do not. */
const NAME = '=';

/**
 * The text form of a tsvector. Only what is found side by side needs its place.
 *
 * @see https://www.postgresql.org/docs/current/datatype-textsearch.html
 */
export function searchVectorOf({ name, description }: Texts): string {
  const entries = new Map<string, string[]>();
  const add = (terms: string[], prefix: string) => {
    for (const [place, term] of terms.entries()) {
      const places = entries.get(`${prefix}${term}`) ?? [];
      entries.set(`${prefix}${term}`, isPair(term) ? [...places, String(place + 1)] : places);
    }
  };
  add(termsOf(name), NAME);
  // A term between the two is in neither.
  add([...termsOf(name), '', ...termsOf(description)], '');
  entries.delete('');
  return [...entries]
    .map(([term, places]) => `${quote(term)}${places.length > 0 ? `:${places.join(',')}` : ''}`)
    .join(' ');
}

const isPair = (term: string) => (term.match(/[\p{L}\p{N}]/gu)?.length ?? 0) === 2;

/** Terms are letters, digits and marks, and so is nothing in them that the text form takes for its own. */
const quote = (term: string) => `'${term}'`;

/** @param inIndex without the beginnings that the index is not asked for. */
function exactly(term: AskedTerm, prefix = '', inIndex = false): string {
  if ('pairs' in term) return `(${term.pairs.map((pair) => quote(`${prefix}${pair}`)).join(' <-> ')})`;
  const word = `${quote(`${prefix}${term.word}`)}${inIndex && isShortWord(term) ? '' : ':*'}`;
  // Asked for twice, the index gathers twice.
  return term.stem === term.word ? word : `(${quote(`${prefix}${term.stem}`)} | ${word})`;
}

const allOf = (queries: readonly string[]) => queries.join(' & ');

/** With the known words that are one typo from those of the query. */
async function tolerantMatch(db: Sql, terms: readonly AskedTerm[]): Promise<TextMatch> {
  const known = await knownLike(db, terms.flatMap(forgivenForms));
  const roughly = (term: AskedTerm, inIndex = false) => {
    const forms = forgivenForms(term);
    const similar = known.filter((word) => forms.some((form) => isLikelyTypo(form, word))).slice(0, MAX_SIMILAR);
    return `(${[exactly(term, '', inIndex), ...similar.map(quote)].join(' | ')})`;
  };
  return {
    query: allOf(terms.map((term) => roughly(term))),
    indexed: indexedQuery(terms, (term) => roughly(term, true)),
    isShort: terms.every(isShortWord),
    former: formerQuery(terms),
  };
}

/** More are not looked for: so many words one letter away say that a guess is worth little. */
const MAX_SIMILAR = 50;

/** The known words that share a spelling with one of these. */
async function knownLike(db: Sql, forms: readonly string[]): Promise<string[]> {
  if (forms.length === 0) return [];
  const rows = await db.$queryRaw<{ word: string }[]>`
    SELECT word FROM search_words
    WHERE spellings && ARRAY(SELECT unnest(spellings_of(form)) FROM unnest(${forms}::text[]) AS form)
    ORDER BY word COLLATE "C"`;
  return rows.map(({ word }) => word);
}

/** For products that a version before wrote: by the beginnings of their words, until they have terms. */
function formerQuery(terms: readonly AskedTerm[]): string {
  const words = terms.flatMap((term) => wordsOf('pairs' in term ? term.pairs.join(' ') : term.word));
  return allOf(words.map((word) => `${word}:*`));
}
