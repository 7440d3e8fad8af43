import { CURRENCIES_IN_USE, CURRENCIES_WITHDRAWN } from './currency-table.ts';

/** An exact amount. `amountMinor` counts minor units: 4990n is 49.90 USD. */
export interface Money {
  /** ISO 4217. */
  currencyCode: string;
  amountMinor: bigint;
}

/**
 * The number of decimals of a currency by ISO 4217, or undefined when there is no such currency. A currency that was
 * withdrawn keeps its number: amounts in it are stored.
 */
export function minorDigits(currencyCode: string): number | undefined {
  return IN_USE.get(currencyCode) ?? WITHDRAWN.get(currencyCode);
}

/** Was it withdrawn? Amounts that are stored in such a currency can be read, and nothing is priced in it anew. */
export function isWithdrawn(currencyCode: string): boolean {
  return WITHDRAWN.has(currencyCode);
}

const IN_USE = digitsOf(CURRENCIES_IN_USE);
const WITHDRAWN = digitsOf(CURRENCIES_WITHDRAWN);

function digitsOf(codes: Readonly<Record<number, string>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(codes).flatMap(([digits, list]) =>
      list.split(/\s+/).map((code): [string, number] => [code, Number(digits)]),
    ),
  );
}

/**
 * The minor units of a decimal number in text, such as "49.90" or "-7": exact, because no float holds it in between.
 *
 * @returns undefined when the text is no such number, has more decimals than the currency, or more digits than any
 *   amount of money.
 */
export function toMinorUnits(decimal: string, digits: number): bigint | undefined {
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,30})(?:\.(\d+))?$/.exec(decimal) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return BigInt(`${sign}${whole}${fraction.padEnd(digits, '0')}`);
}

/**
 * The amount as an exact decimal: `49.90`.
 *
 * @throws RangeError for a currency that the table has not: without its number of decimals nobody knows what the amount is.
 */
export function toDecimal({ currencyCode, amountMinor }: Money): string {
  const digits = minorDigits(currencyCode);
  if (digits === undefined) {
    throw new RangeError(
      `An amount is in the currency ${JSON.stringify(currencyCode)}, which platform/values/currency-table.ts has not: \`npm run currencies\` brings what ISO 4217 has added since.`,
    );
  }
  if (digits === 0) return String(amountMinor);
  const text = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(digits + 1, '0');
  return `${amountMinor < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
