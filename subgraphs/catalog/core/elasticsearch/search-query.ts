import type { estypes } from '@elastic/elasticsearch';
import { type AskedTerm, forgivenForms, MIN_TYPO_LETTERS } from '../search-terms.ts';
import { wordsOf } from '../search-words.ts';

export type Query = NonNullable<estypes.QueryDslQueryContainer>;

/** All terms in the name; anywhere; and with a typo in some. No product is in two of them. */
export function tierQueries(terms: readonly AskedTerm[]): Query[] {
  const inName = allOf(terms.map((term) => exactly('nameTerms', term)));
  const anywhere = allOf(terms.map((term) => exactly('terms', term)));
  return [inName, without(anywhere, inName), without(tolerant(terms), anywhere)];
}

/** All of them. */
export function tolerant(terms: readonly AskedTerm[]): Query {
  return anyOf([allOf(terms.map(roughly)), formerly(terms)]);
}

/** By its stem or its beginning, or side by side. */
function exactly(field: string, term: AskedTerm): Query {
  if ('pairs' in term) return { match_phrase: { [field]: term.pairs.join(' ') } };
  return anyOf([{ term: { [field]: term.stem } }, { prefix: { [field]: term.word } }]);
}

/** With one typo, too: in the word, or in its stem, since a typo in a plural is two typos from the singular. */
function roughly(term: AskedTerm): Query {
  return anyOf([exactly('terms', term), ...forgivenForms(term).map(oneTypoFrom)]);
}

/** A word of four letters may be one of five that lacks one; it is not taken for another of four. */
function oneTypoFrom(text: string): Query {
  const letters = [...text];
  if (letters.length >= MIN_TYPO_LETTERS)
    return { fuzzy: { terms: { value: text, fuzziness: 1, max_expansions: 50 } } };
  const spellings = [...letters, ''].map((_, index) => letters.toSpliced(index, 0, '.').join(''));
  return { regexp: { terms: { value: spellings.join('|') } } };
}

/** A document that a version before wrote: by the beginnings of its words, until it is filled in. */
function formerly(terms: readonly AskedTerm[]): Query {
  const words = terms.flatMap((term) => wordsOf('pairs' in term ? term.pairs.join(' ') : term.word));
  const beginnings = words.map((word) =>
    anyOf(['foldedName', 'foldedDescription'].map((field) => ({ prefix: { [field]: word } }))),
  );
  return without(allOf(beginnings), { exists: { field: 'nameKey' } });
}

const anyOf = (should: Query[]): Query => ({ bool: { should, minimum_should_match: 1 } });
const allOf = (filter: Query[]): Query => ({ bool: { filter } });
const without = (query: Query, not: Query): Query => ({ bool: { filter: [query], must_not: [not] } });
