/**
 * The words of a text as the search compares them: without case and accents, and nothing but letters and digits.
 * The same on both sides, when a product is stored and when it is looked for.
 */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The same in one text, with a blank between two words: what the stores search. */
export function foldedText(text: string): string {
  return wordsOf(text).join(' ');
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

/** Letters that Unicode does not decompose, and a reader takes for another letter, or for two. */
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
};

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæœøđðþłħı]/g, (letter) => LETTERS[letter] ?? letter);
}
