import * as currencies from 'dinero.js/currencies';

/** An exact amount. `amountMinor` counts minor units: 4990n is 49.90 USD. */
export interface Money {
  /** ISO 4217. */
  currencyCode: string;
  amountMinor: bigint;
}

/** The number of decimals of a currency by ISO 4217, or undefined when there is no such currency. */
export function minorDigits(currencyCode: string): number | undefined {
  const currency = Object.hasOwn(currencies, currencyCode) && currencies[currencyCode as keyof typeof currencies];
  return currency ? (CORRECTED_DIGITS[currencyCode] ?? currency.exponent) : undefined;
}

/**
 * dinero.js counts the ariary's and the ouguiya's fifths as one decimal; ISO 4217 gives them two
 * (https://www.six-group.com/en/products-services/financial-information/data-standards.html).
 */
const CORRECTED_DIGITS: Readonly<Record<string, number>> = { MGA: 2, MRU: 2 };

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

/** The amount as an exact decimal: `49.90`. */
export function toDecimal({ currencyCode, amountMinor }: Money): string {
  const digits = minorDigits(currencyCode) ?? 0;
  if (digits === 0) return String(amountMinor);
  const text = String(amountMinor < 0n ? -amountMinor : amountMinor).padStart(digits + 1, '0');
  return `${amountMinor < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
