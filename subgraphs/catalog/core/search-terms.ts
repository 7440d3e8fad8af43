import stem from 'wink-porter2-stemmer';
import { type Run, runsOf } from './text-runs.ts';

/**
 * The terms of a text, for an index: its words in their order, then their English stems. Of a run of letters that stands
 * without blanks, as in Japanese or Thai, each pair of neighbours and the last letter: so what stands inside is found by
 * pairs side by side, and one letter by the beginning of a pair. Both stores index these and nothing else.
 */
export function termsOf(text: string): string[] {
  const runs = runsOf(text);
  const words = runs.flatMap((run) =>
    'word' in run ? [run.word] : [...pairsOf(run.letters), run.letters.at(-1) ?? ''],
  );
  return [...words, ...new Set(runs.flatMap((run) => ('word' in run ? otherStem(run.word) : [])))];
}

/** What a mistyped word may have been meant as: the words of a text and their stems, without what has no blanks. */
export function typoTargetsOf(text: string): string[] {
  const words = runsOf(text).flatMap((run) => ('word' in run ? [run.word] : []));
  return [...new Set(words.flatMap((word) => [word, ...otherStem(word)]))].filter(isTypoTarget);
}

/** A part of a query that a product must have. */
export type AskedTerm =
  /** As a word by its stem or its beginning; with typos where there is room for one. */
  | { word: string; stem: string; isForgiven: boolean }
  /** Side by side. */
  | { pairs: string[] };

/**
 * What a query asks for, without repeats and without the words that English ignores; those alone are asked for as they are.
 * What comes after the first 32 terms does not count, and typos are forgiven in the first eight words: so no query costs
 * more than these.
 */
export function askedTerms(query: string): AskedTerm[] {
  const runs = runsOf(query);
  const counting = runs.filter((run) => !('word' in run && IGNORED.has(run.word)));
  const asked = new Map<string, AskedTerm>();
  let [terms, words] = [0, 0];
  for (const run of counting.length > 0 ? counting : runs) {
    const term = toAsked(run, words < MAX_FORGIVEN, MAX_TERMS - terms);
    const key = JSON.stringify(run);
    if (asked.has(key)) continue;
    asked.set(key, term);
    terms += 'pairs' in term ? term.pairs.length : 1;
    if ('word' in run) words += 1;
    if (terms >= MAX_TERMS) break;
  }
  return [...asked.values()];
}

/** The word of a query and its stem, as far as a typo in them is forgiven. */
export function forgivenForms(term: AskedTerm): string[] {
  return 'word' in term && term.isForgiven ? [...new Set([term.word, term.stem])].filter(isTypoTarget) : [];
}

/** May this have been meant, or another word with a typo? */
export function isLikelyTypo(asked: string, known: string): boolean {
  return Math.max([...asked].length, [...known].length) >= MIN_TYPO_LETTERS && isOneTypoApart(asked, known);
}

/** Does one typo turn one word into the other? Words that share a spelling may be two typos apart. */
export function isOneTypoApart(left: string, right: string): boolean {
  const [a, b] = [[...left], [...right]];
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [inA, inB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  const swapped = inA.length === 2 && inB.length === 2 && inA[0] === inB[1] && inA[1] === inB[0];
  return swapped || (inA.length <= 1 && inB.length <= 1 && inA.length + inB.length > 0);
}

/** Words shorter than this are not worth guessing at: too many others are one letter away. */
export const MIN_TYPO_LETTERS = 5;

const MAX_TERMS = 32;
const MAX_FORGIVEN = 8;

/** A word of four letters may be one of five that lacks one. Nobody mistypes a longer word than this. */
function isTypoTarget(word: string): boolean {
  const { length } = [...word];
  return length >= MIN_TYPO_LETTERS - 1 && length <= MAX_TYPO_LETTERS;
}

const MAX_TYPO_LETTERS = 40;

function toAsked(run: Run, isForgiven: boolean, most: number): AskedTerm {
  if ('word' in run) return { word: run.word, stem: stemOf(run.word), isForgiven };
  const [letter = '', ...others] = run.letters;
  return others.length === 0
    ? { word: letter, stem: letter, isForgiven: false }
    : { pairs: pairsOf(run.letters).slice(0, most) };
}

function pairsOf(letters: readonly string[]): string[] {
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`);
}

function otherStem(word: string): string[] {
  const found = stemOf(word);
  return found === word ? [] : [found];
}

function stemOf(word: string): string {
  return /^[a-z]+$/.test(word) && !IGNORED.has(word) ? stem(word) : word;
}

/** The words that English search ignores (Lucene's EnglishAnalyzer). */
const IGNORED = new Set(
  'a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was will with'.split(
    ' ',
  ),
);
