/**
 * Letters that Unicode does not decompose, and a reader takes for another letter, or for two. What is stored was made with
 * these: another one needs all products to be filled in anew.
 */
const LETTERS: Readonly<Record<string, string>> = {
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

const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** @param text in lower case. @returns it with the letters that a reader takes them for. */
export function withPlainLetters(text: string): string {
  return text.replaceAll(LETTER, (letter) => LETTERS[letter] ?? letter);
}
