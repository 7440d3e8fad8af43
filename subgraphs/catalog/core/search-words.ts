import { withPlainLetters } from './plain-letters.ts';

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

function fold(text: string): string {
  return withPlainLetters(text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase());
}
