import { expect, test } from 'vitest';
import { currencyTable } from '../currencies/currency-table.ts';
import { readListOne } from '../currencies/read-list-one.ts';

const KNOWN = {
  CURRENCIES_PUBLISHED: '2025-05-12',
  CURRENCIES_IN_USE: { 0: 'JPY', 2: 'BGN EUR' },
  CURRENCIES_WITHDRAWN: { 0: 'ITL', 2: 'HRK' },
};

const listOf = (digits: Record<string, number>) => ({
  published: '2026-01-01',
  digits: new Map(Object.entries(digits)),
});

/** List one, as it is published, of so many currencies. */
function listOne(count: number, more = ''): string {
  const code = (n: number) => String.fromCodePoint(65 + Math.floor(n / 26), 65 + (n % 26), 88);
  const entry = (_: unknown, n: number) =>
    `<CcyNtry>\n<CtryNm>LAND</CtryNm>\n<Ccy>${code(n)}</Ccy>\n<CcyMnrUnts>2</CcyMnrUnts>\n</CcyNtry>`;
  const entries = Array.from({ length: count }, entry).join('\n');
  return `<ISO_4217 Pblshd="2026-01-01"><CcyTbl>${entries}${more}</CcyTbl></ISO_4217>`;
}

test('a currency that the list has no more keeps its decimals, as a withdrawn one', () => {
  const source = currencyTable(listOf({ EUR: 2, JPY: 0, XCG: 2 }), KNOWN);
  expect(source).toContain("CURRENCIES_PUBLISHED = '2026-01-01'");
  const [inUse = '', withdrawn = ''] = source.split('CURRENCIES_WITHDRAWN');
  expect(inUse).toContain('2: `EUR XCG`');
  expect(withdrawn).toContain('0: `ITL`');
  expect(withdrawn).toContain('2: `BGN HRK`');
});

test('a currency that is in use again is no withdrawn one', () => {
  const [inUse, withdrawn] = currencyTable(listOf({ EUR: 2, HRK: 2 }), KNOWN).split('CURRENCIES_WITHDRAWN');
  expect(inUse).toContain('EUR HRK');
  expect(withdrawn).not.toContain('HRK');
});

test('a currency with other decimals than before is refused: amounts are stored with those', () => {
  expect(() => currencyTable(listOf({ EUR: 2, JPY: 2, HRK: 0 }), KNOWN)).toThrow(
    'The list gives JPY 2 decimals, where the table has 0, and HRK 0 decimals, where the table has 2.',
  );
});

test('a list that is older than the table is refused: it would put a currency into use again', () => {
  expect(() => currencyTable(listOf({ EUR: 2 }), { ...KNOWN, CURRENCIES_PUBLISHED: '2026-01-02' })).toThrow(
    'The list is of 2026-01-01, the table of 2026-01-02: take a newer one.',
  );
});

test('list one is read, and what has no minor unit is left out', () => {
  const gold = '<CcyNtry><Ccy>XAU</Ccy><CcyMnrUnts>N.A.</CcyMnrUnts></CcyNtry>';
  const { published, digits } = readListOne(listOne(160, gold));
  expect(published).toBe('2026-01-01');
  expect(digits.size).toBe(160);
  expect(digits.get('AAX')).toBe(2);
});

test.each([
  ['a list that was cut off', listOne(160).slice(0, 5_000)],
  ['another page', '<html><body>Moved</body></html>'],
])('%s is refused', (_what, xml) => {
  expect(() => readListOne(xml)).toThrow("expected ISO 4217's list one");
});
