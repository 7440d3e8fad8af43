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

test.each([
  [' \u00a0Ada\n', { max: 3 }, 'Ada'],
  ['A d a', { max: 5 }, 'A d a'],
  ['', { max: 3, blank: true }, ''],
  [' \t', { max: 3, blank: true }, ''],
  ['😀😀😀', { max: 3 }, '😀😀😀'],
  ['  abc  ', { max: 3 }, 'abc'],
  ['\u200dÄ', { max: 2 }, '\u200dÄ'],
  ['a\u0001b', { max: 3 }, 'a\u0001b'],
])('%j passes %j', (value, rule, text) => {
  expect(check(value, rule)).toBe(text);
});

test.each([
  ['', { max: 3 }, 'must not be blank'],
  [' \u00a0\t', { max: 3 }, 'must not be blank'],
  ['Grace', { max: 4 }, 'must have at most 4 characters'],
  ['😀😀', { max: 1 }, 'must have at most 1 characters'],
  ['a'.repeat(1_001), { max: 1_000 }, 'must have at most 1,000 characters'],
  ['a\0b', { max: 3 }, 'must not contain a NUL character'],
  ['\0', { max: 3, blank: true }, 'must not contain a NUL character'],
  ['a\ud83d', { max: 3 }, 'must be well-formed Unicode'],
  ['\ude00a', { max: 3 }, 'must be well-formed Unicode'],
  ['a\0b', { max: 2 }, 'must not contain a NUL character; name must have at most 2 characters'],
])('%j does not pass %j', (value, rule, description) => {
  expect(() => check(value, rule)).toThrow(`name ${description}`);
});

test('a request id may be absent, and has at most 128 characters', () => {
  const violations = collectViolations();
  expect(checkIdempotencyKey(violations, '')).toBe('');
  expect(checkIdempotencyKey(violations, 'x'.repeat(128))).toHaveLength(128);
  violations.throwIfAny();
  checkIdempotencyKey(violations, 'x'.repeat(129));
  expect(() => violations.throwIfAny()).toThrow('requestId must have at most 128 characters');
});
