import { describe, expect, test } from 'vitest';
import { parseJson, withBigIntegers, writeJson } from '../../values/json.ts';

const LARGE = '9007199254740993';

test.each([
  [LARGE],
  [`-${LARGE}`],
  [`{"a":${LARGE}}`],
  [`{"a":[1,${LARGE},"b",-${LARGE},{"c":18446744073709551615}]}`],
  // Beside texts that look like the beginning and the end of others.
  [`{"\\"${LARGE}\\\\":${LARGE},"${LARGE}":"${LARGE}","c":"\\\\","d":["\\"",${LARGE},"\\\\\\""]}`],
  [`{"__proto__":${LARGE},"constructor":{"prototype":${LARGE}}}`],
  ['115792089237316195423570985008687907853269984665640564039457584007913129639935'],
  ['{"a":[],"b":{},"c":null,"d":true,"e":"1234567890123456"}'],
])('%s is written as it was read', (text) => {
  expect(writeJson(parseJson(text))).toBe(text);
});

test('what has white space is the same, with BigInts', () => {
  expect(parseJson(`\n { "a" :\t${LARGE} , "b" : [ ${LARGE}\n] } `)).toEqual({
    a: 9_007_199_254_740_993n,
    b: [9_007_199_254_740_993n],
  });
});

test.each([
  '9007199254740991',
  '0.12345678901234567',
  '12345678901234567.5',
  '12345678901234567e2',
  '12345678901234567E2',
  '1e-12345678901234567',
  '1.5e+12345678901234567',
  `{"a":"${LARGE}"}`,
  '9'.repeat(81),
  '9'.repeat(500),
])('%s has no integer to keep, and is what JSON.parse makes of it', (text) => {
  const value: unknown = JSON.parse(text);
  expect(parseJson(text)).toEqual(value);
  expect(withBigIntegers(text, value)).toBe(value);
});

test.each([`{"a":${LARGE}`, `{${LARGE}:1}`, `[${LARGE} 1]`, `0${LARGE}`, `${LARGE}n`, `"${LARGE}`])(
  '%s is no JSON, as ever',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('what no JSON can be made of fails as ever', () => {
  const circle: Record<string, unknown> = { large: 9_007_199_254_740_993n };
  circle['itself'] = circle;
  expect(() => writeJson(circle)).toThrow(TypeError);
});

/** A text that costs more than in proportion to its length would hang the process; these took minutes. */
describe('a megabyte is read that is', () => {
  const nested = (open: string, close: string) => `${open.repeat(100_000)}${LARGE}${close.repeat(100_000)}`;
  test.each([
    ['one number', '9'.repeat(1_000_000)],
    ['a number with a large one before it', `[${LARGE},${'9'.repeat(1_000_000)}]`],
    ['one text', `[${LARGE},"${'x'.repeat(1_000_000)}"]`],
    ['digits in one text', `[${LARGE},"${'9'.repeat(1_000_000)}"]`],
    ['backslashes', `[${LARGE},"${'\\\\'.repeat(500_000)}"]`],
    ['quotes in a text', `[${LARGE},"${'\\"'.repeat(500_000)}"]`],
    ['short texts', `[${'"",'.repeat(300_000)}${LARGE}]`],
    ['large integers', `[${`${LARGE},`.repeat(50_000)}1]`],
    ['lists in lists', nested('[', ']')],
    ['objects in objects', nested('{"a":', '}')],
  ])('%s', (_what, text) => {
    expect(parseJson(text)).toBeDefined();
  });
});
