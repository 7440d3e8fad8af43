import { describe, expect, test } from 'vitest';
import { toFloat, toMoneyValue } from '../../graphql/money-type.ts';
import { fromMoneyMessage, toMoneyMessage } from '../../grpc/money-message.ts';
import { CURRENCIES_IN_USE, CURRENCIES_WITHDRAWN } from '../../values/currency-table.ts';
import { isWithdrawn, minorDigits, toDecimal, toMinorUnits } from '../../values/money.ts';

test.each([
  ['USD', 2],
  ['EUR', 2],
  ['HUF', 2],
  ['JPY', 0],
  ['KRW', 0],
  ['KWD', 3],
  ['BHD', 3],
  ['CLF', 4],
  ['MGA', 2],
  ['MRU', 2],
])('%s has %i decimals', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
  expect(isWithdrawn(currency)).toBe(false);
});

test.each([
  ['ANG', 2],
  ['BGN', 2],
  ['HRK', 2],
  ['BYR', 0],
  ['ITL', 0],
])('%s was withdrawn, and keeps its %i decimals for what is stored', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
  expect(isWithdrawn(currency)).toBe(true);
});

test('each currency is in the table once', () => {
  const codes = [CURRENCIES_IN_USE, CURRENCIES_WITHDRAWN].flatMap((lists) =>
    Object.values(lists).flatMap((list) => list.split(/\s+/)),
  );
  expect(codes.filter((code) => !/^[A-Z]{3}$/.test(code))).toEqual([]);
  expect(new Set(codes).size).toBe(codes.length);
});

test.each(['', 'usd', 'XXXX', 'US', 'constructor', 'toString', '__proto__', 'default', 'DOGE', 'XAU', 'XXX'])(
  '%j is no currency',
  (currency) => {
    expect(minorDigits(currency)).toBeUndefined();
  },
);

describe('toMinorUnits()', () => {
  test.each([
    ['0', 2, 0n],
    ['-0', 2, 0n],
    ['0.1', 2, 10n],
    ['49.9', 2, 4_990n],
    ['49.90', 2, 4_990n],
    ['0.07', 2, 7n],
    ['500', 0, 500n],
    ['1.005', 3, 1_005n],
    ['-49.9', 2, -4_990n],
    ['-0.01', 2, -1n],
    // More than a float holds.
    ['90071992547409.93', 2, 9_007_199_254_740_993n],
    [String(Number.MAX_SAFE_INTEGER), 2, 900_719_925_474_099_100n],
    ['0.000001', 6, 1n],
  ])('takes %s with %i decimals', (decimal, digits, minor) => {
    expect(toMinorUnits(decimal, digits)).toBe(minor);
  });

  test.each([
    ['a decimal too many', '49.999', 2],
    ['any decimal where the currency has none', '0.5', 0],
    ['what floats make of 0.1 + 0.2', String(0.1 + 0.2), 2],
    ['an exponent', '1e+21', 2],
    ['a negative exponent although there are decimals enough', '1e-7', 9],
    ['infinity', 'Infinity', 2],
    ['what is no number', 'NaN', 2],
    ['nothing', '', 2],
    ['blanks', ' 1', 2],
    ['a sign alone', '-', 2],
    ['a point alone', '1.', 2],
    ['another notation', '1,50', 2],
    ['hexadecimal digits', '0x10', 2],
    ['a million digits', '9'.repeat(1_000_000), 2],
  ])('refuses %s', (_what, decimal, digits) => {
    expect(toMinorUnits(decimal, digits)).toBeUndefined();
  });
});

const AMOUNTS = [
  ['USD', 4_990n, '49.90'],
  ['USD', 0n, '0.00'],
  ['USD', 5n, '0.05'],
  ['USD', -5n, '-0.05'],
  ['USD', -4_990n, '-49.90'],
  ['JPY', 500n, '500'],
  ['JPY', -500n, '-500'],
  ['KWD', 1_005n, '1.005'],
  ['KWD', 5n, '0.005'],
  ['HUF', 12_345n, '123.45'],
  ['BGN', 12_345n, '123.45'],
  ['USD', 9_007_199_254_740_993n, '90071992547409.93'],
  ['USD', 9_223_372_036_854_775_807n, '92233720368547758.07'],
] as const;

test.each(AMOUNTS)('toDecimal() writes %s %s as %s', (currencyCode, amountMinor, text) => {
  expect(toDecimal({ currencyCode, amountMinor })).toBe(text);
});

test.each(AMOUNTS)('%s %s crosses gRPC and reaches the schema exactly, as %s', (currencyCode, amountMinor, amount) => {
  const message = toMoneyMessage({ currencyCode, amountMinor });
  expect(fromMoneyMessage(message)).toEqual({ currencyCode, amountMinor });
  expect(toMoneyValue(message)).toEqual({ amount, currencyCode });
  expect(toFloat(message)).toBe(Number(amount));
});

test.each(['', 'XXQ', 'usd', 'constructor'])('an amount in %j is an error that names it', (currencyCode) => {
  const amount = { currencyCode, amountMinor: 4_990n };
  expect(() => toDecimal(amount)).toThrow(`in the currency ${JSON.stringify(currencyCode)}`);
  expect(() => toFloat(toMoneyMessage(amount))).toThrow(RangeError);
});

test('an absent amount reads as one that no currency has', () => {
  expect(fromMoneyMessage(null)).toEqual({ currencyCode: '', amountMinor: 0n });
});

test.each([2n ** 63n, -(2n ** 63n) - 1n, 18_446_744_073_709_552_000n])(
  '%s minor units are refused, not cut to 64 bits',
  (amountMinor) => {
    expect(() => toMoneyMessage({ currencyCode: 'USD', amountMinor })).toThrow(RangeError);
  },
);
