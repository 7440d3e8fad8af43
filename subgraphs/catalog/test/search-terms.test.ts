import { expect, test } from 'vitest';
import { askedTerms, isOneTypoApart, termsOf } from '../core/search-terms.ts';
import { wordsOf } from '../core/search-words.ts';

test.each([
  ['Café CRÈME', ['cafe', 'creme']],
  ['Straße, Ærø & łódź', ['strasse', 'aero', 'lodz', 'strass']],
  ['ﬁve ½-inch ①', ['five', '1', '2', 'inch', '1']],
  ['don\'t "quote" C++', ['don', 't', 'quote', 'c', 'quot']],
  ['İstanbul ISTANBUL', ['istanbul', 'istanbul']],
  ['kettles running', ['kettles', 'running', 'kettl', 'run']],
  ['Ада ΟΔΟΣ οδός', ['ада', 'οδοσ', 'οδοσ']],
  // Marks that make another word of one.
  ['बल्ला बिल्ली', ['बल्ला', 'बिल्ली']],
  ['ガラス', ['ガラ', 'ラス', 'ス']],
  ['ｶﾞﾗｽ', ['ガラ', 'ラス', 'ス']],
  ['カラス', ['カラ', 'ラス', 'ス']],
  ['緑茶', ['緑茶', '茶']],
  ['茶', ['茶']],
  ['แก้ว', ['แก้', 'ก้ว', 'ว']],
  ['iPhoneケース', ['iphone', 'ケー', 'ース', 'ス', 'iphon']],
  // Those that most texts leave out.
  ['كُـوب', ['كوب']],
  ['', []],
  [' \t!?&|:*()\\', []],
  ['\u0301\u200b', []],
])('the terms of %j', (text, terms) => {
  expect(termsOf(text)).toEqual(terms);
});

test('a word without an end is cut off', () => {
  expect(termsOf('x'.repeat(5_000))).toEqual(['x'.repeat(100)]);
});

test.each([
  ['the kettle', [{ word: 'kettle', stem: 'kettl', isForgiven: true }]],
  ['the', [{ word: 'the', stem: 'the', isForgiven: true }]],
  ['lamp Lamp LÄMP', [{ word: 'lamp', stem: 'lamp', isForgiven: true }]],
  ['緑茶', [{ pairs: ['緑茶'] }]],
  ['茶', [{ word: '茶', stem: '茶', isForgiven: false }]],
])('%j asks for', (query, terms) => {
  expect(askedTerms(query)).toEqual(terms);
});

test('no query asks for more than 32 terms, or forgives typos in more than eight words', () => {
  const words = askedTerms(Array.from({ length: 128 }, (_, index) => String(index)).join(' '));
  expect(words).toHaveLength(32);
  expect(words.filter((term) => 'word' in term && term.isForgiven)).toHaveLength(8);
  const pairs = (query: string) => askedTerms(query).flatMap((term) => ('pairs' in term ? term.pairs : [term.word]));
  expect(pairs('ガ'.repeat(256))).toHaveLength(32);
  expect(
    pairs(Array.from({ length: 64 }, (_, index) => `茶${String.fromCodePoint(0x4e00 + index)}碗`).join(' ')),
  ).toHaveLength(32);
});

test('lists by name sort without case and any marks', () => {
  expect(wordsOf('Éclair ガラス')).toEqual(['eclair', 'カラス']);
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
