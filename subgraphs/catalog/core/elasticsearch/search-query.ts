import type { estypes } from '@elastic/elasticsearch';
import { MIN_TYPO_LETTERS } from '../search-words.ts';

/** A word of a query, folded, and what the index's analyzer makes of it. */
export interface SearchWord {
  text: string;
  stem: string;
}

/**
 * Finds the products for sale that have every word. The score depends on the product and the query alone, and not on
 * what else is in the index: so a page goes on exactly after the one before, without a snapshot held in between.
 *
 * @param words at least one.
 */
export function searchQuery(words: readonly SearchWord[]): NonNullable<estypes.QueryDslQueryContainer> {
  const phrase = words.map(({ text }) => text).join(' ');
  return {
    bool: {
      filter: [
        { term: { archived: false } },
        ...words.map((word) => anyOf(FIELDS.flatMap((field) => roughly(field, word)))),
      ],
      should: [
        // A match without typos ranks first, then one with all words in the name, then one with the words side by side.
        scored(
          4,
          words.map((word) => anyOf(FIELDS.flatMap((field) => exactly(field, word)))),
        ),
        scored(
          2,
          words.map((word) => anyOf(exactly('foldedName', word))),
        ),
        scored(1, [{ match_phrase: { foldedName: phrase } }]),
      ],
    },
  };
}

const FIELDS = ['foldedName', 'foldedDescription'] as const;

/** By its stem or its beginning. */
function exactly(field: string, { text, stem }: SearchWord): estypes.QueryDslQueryContainer[] {
  return [{ term: { [`${field}.stem`]: stem } }, { prefix: { [field]: text } }];
}

/** With one typo, too: in the word, or in its stem, since a typo in a plural is two typos from the singular. */
function roughly(field: string, word: SearchWord): estypes.QueryDslQueryContainer[] {
  return [
    ...exactly(field, word),
    ...oneTypoFrom(field, word.text),
    ...(word.stem === word.text ? [] : oneTypoFrom(`${field}.stem`, word.stem)),
  ];
}

/** Shorter words have too many others one typo away; a word of four letters may be one of five that lacks one. */
function oneTypoFrom(field: string, text: string): estypes.QueryDslQueryContainer[] {
  const letters = [...text];
  if (letters.length >= MIN_TYPO_LETTERS) return [{ fuzzy: { [field]: { value: text, fuzziness: 1 } } }];
  if (letters.length < MIN_TYPO_LETTERS - 1) return [];
  return [...letters, ''].map((_, index) => ({
    wildcard: { [field]: { value: letters.toSpliced(index, 0, '?').join('') } },
  }));
}

function anyOf(should: estypes.QueryDslQueryContainer[]): estypes.QueryDslQueryContainer {
  return { bool: { should, minimum_should_match: 1 } };
}

function scored(boost: number, filter: estypes.QueryDslQueryContainer[]): estypes.QueryDslQueryContainer {
  return { constant_score: { boost, filter: { bool: { filter } } } };
}
