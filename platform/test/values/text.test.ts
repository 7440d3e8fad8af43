import { expect, test } from 'vitest';
import { checkIdempotencyKey } from '../../values/idempotency-key.ts';
import { checkText, type TextRule } from '../../values/text.ts';
import { collectViolations } from '../../values/violations.ts';

/** The text as it is stored, or the error with all that is wrong with it. */
function check(value: string, rule: TextRule): string {
  const violations = collectViolations();
  const text = checkText(violations, 'name', value, rule);
  violations.throwIfAny();
  return text;
}

test.each<[string, TextRule, string]>([
  [' \u00a0Ada\n', { max: 3 }, 'Ada'],
  ['\ufeffAda', { max: 3 }, 'Ada'],
  ['A d a', { max: 5 }, 'A d a'],
  ['', { max: 3, blank: true }, ''],
  [' \t', { max: 3, blank: true }, ''],
  ['\u200b\u3164', { max: 3, blank: true }, ''],
  ['😀😀😀', { max: 3 }, '😀😀😀'],
  ['  abc  ', { max: 3 }, 'abc'],
  ['\u200dÄ', { max: 2 }, '\u200dÄ'],
  // Counted as it is stored: four characters become one.
  ['\u03b1\u0314\u0300\u0345'.repeat(3), { max: 3 }, '\u1f83'.repeat(3)],
  ['a\r\nb\rc\u2028d\u2029e\u0085f\u000bg', { max: 13, lines: true }, 'a\nb\nc\nd\ne\nf\ng'],
  ['a\tb', { max: 3, lines: true }, 'a b'],
  [`a${'\u0301'.repeat(30)}`, { max: 30 }, `\u00e1${'\u0301'.repeat(29)}`],
])('%j passes %j', (value, rule, text) => {
  expect(check(value, rule)).toBe(text);
});

test.each<[string, TextRule, string]>([
  ['', { max: 3 }, 'must not be blank'],
  [' \u00a0\t', { max: 3 }, 'must not be blank'],
  ['\u2800', { max: 3 }, 'must not be blank'],
  ['Grace', { max: 4 }, 'must have at most 4 characters'],
  ['😀😀', { max: 1 }, 'must have at most 1 characters'],
  ['a'.repeat(1_001), { max: 1_000 }, 'must have at most 1,000 characters'],
  ['a\0b', { max: 3 }, 'must not contain U+0000, the NUL character'],
  ['\0', { max: 3, blank: true }, 'must not contain U+0000, the NUL character'],
  ['a\nb', { max: 3 }, 'must not contain U+000A, a control character'],
  ['a\u2028b', { max: 3 }, 'must not contain U+2028, a line separator'],
  ['a\u001bb', { max: 3, lines: true }, 'must not contain U+001B, a control character'],
  ['a\u202eb', { max: 3, lines: true }, 'must not contain U+202E, which changes the direction of the text'],
  ['a\ud83d', { max: 3 }, 'must not contain U+D83D, half a surrogate pair'],
  ['\ude00a', { max: 3 }, 'must not contain U+DE00, half a surrogate pair'],
  ['a\ufffd', { max: 3 }, 'must not contain U+FFFD, which stands for a character that was lost'],
  ['a\0b', { max: 2 }, 'must not contain U+0000, the NUL character; name must have at most 2 characters'],
])('%j does not pass %j', (value, rule, description) => {
  expect(() => check(value, rule)).toThrow(`name ${description}`);
});

test('marks that would take seconds to sort are refused before they are', () => {
  const description = 'must have at most 30 combining marks side by side';
  expect(() => check(`a${'\u0301\u0323'.repeat(100_000)}`, { max: 3 })).toThrow(`name ${description}`);
});

test('a request id may be absent, and has at most 128 characters', () => {
  const violations = collectViolations();
  expect(checkIdempotencyKey(violations, '')).toBe('');
  expect(checkIdempotencyKey(violations, 'x'.repeat(128))).toHaveLength(128);
  violations.throwIfAny();
  checkIdempotencyKey(violations, 'x'.repeat(129));
  expect(() => violations.throwIfAny()).toThrow('requestId must have at most 128 characters');
});
