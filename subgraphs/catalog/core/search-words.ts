/**
 * The words of a text as lists by name sort them, and as cores of the version before find them: without case and any marks,
 * and nothing but letters and digits. The search itself goes by search-terms.ts.
 */
export function wordsOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** The same in one text, with a blank between two words. */
export function foldedText(text: string): string {
  return wordsOf(text).join(' ');
}

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
