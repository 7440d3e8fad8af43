import { expect, test } from 'vitest';
import { isOneTypoApart, wordsOf } from '../core/search-words.ts';

test.each([
  ['Café CRÈME', ['cafe', 'creme']],
  ['Straße, Ærø & łódź', ['strasse', 'aero', 'lodz']],
  ['ﬁve ½-inch ①', ['five', '1', '2', 'inch', '1']],
  ['don\'t "quote" C++', ['don', 't', 'quote', 'c']],
  ['İstanbul ISTANBUL', ['istanbul', 'istanbul']],
  ['愛達 Ада', ['愛達', 'ада']],
  ['', []],
  [' \t!?&|:*()\\', []],
])('the words of %j', (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test.each([
  ['kettle', 'ketle', true],
  ['kettle', 'kettlee', true],
  ['kettle', 'kettke', true],
  ['kettle', 'ektle', false],
  ['kettle', 'ekttle', true],
  ['kettle', 'kettel', true],
  ['kettle', 'kettle', false],
  ['kettle', 'metsle', false],
  ['kettle', 'keettlle', false],
  ['abcd', 'cbad', false],
  ['aaaa', 'aaa', true],
  ['', 'a', true],
  ['', '', false],
])('%j and %j are one typo apart: %s', (left, right, expected) => {
  expect(isOneTypoApart(left, right)).toBe(expected);
  expect(isOneTypoApart(right, left)).toBe(expected);
});
