import { withPlainLetters } from './plain-letters.ts';

/** A word, or letters of a script that puts no blanks between words. */
export type Run = { word: string } | { letters: string[] };

/**
 * The words of a text as the search compares them: without case, without the accents of Latin, Greek and Cyrillic letters,
 * and nothing but letters, digits, and the marks that make another letter of one, as in Hindi, Thai or Japanese.
 */
export function runsOf(text: string): Run[] {
  return [...fold(text).matchAll(RUNS)].map(([, unspaced, word = '']) =>
    unspaced === undefined
      ? { word: [...word].slice(0, MAX_LETTERS).join('') }
      : { letters: unspaced.match(LETTER) ?? [] },
  );
}

/** Of a word: more is no word, and an index entry has a largest size. */
const MAX_LETTERS = 100;

/** Scripts without blanks between words, and Hangul, whose writers leave them out in compounds. */
const UNSPACED = String.raw`[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Mymr}]`;
const RUNS = new RegExp(
  // A mark belongs to the letter before it.
  String.raw`((?:(?=[\p{L}\p{N}])${UNSPACED}\p{M}*)+)|((?!${UNSPACED})[\p{L}\p{N}](?:(?!${UNSPACED})[\p{L}\p{N}\p{M}])*)`,
  'gu',
);
const LETTER = /[\p{L}\p{N}]\p{M}*/gu;

/** Accents on letters that people write without them, too. */
const ACCENTS = /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu;

/** The vowels of Arabic and Hebrew and the stretching of Arabic words, which most texts leave out. */
const OPTIONAL_MARKS = /[\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0640\u064B-\u0652\u0670]/gu;

function fold(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(ACCENTS, '')
    .replaceAll(OPTIONAL_MARKS, '')
    .toLowerCase();
  // The sigma that ends a word is the one within it.
  return withPlainLetters(folded).replaceAll('ς', 'σ').normalize('NFC');
}
