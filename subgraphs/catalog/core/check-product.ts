import { minorDigits, type Money } from '@commerce/platform/values/money';
import { checkText } from '@commerce/platform/values/text';
import type { Violations } from '@commerce/platform/values/violations';

/** @returns the name without blanks at its ends. */
export function checkName(violations: Violations, name: string): string {
  return checkText(violations, 'name', name, { max: 200 });
}

/** @returns the description without blanks at its ends. */
export function checkDescription(violations: Violations, description: string): string {
  return checkText(violations, 'description', description, { max: 5_000, blank: true });
}

export function checkUnitPrice(violations: Violations, price: Money): Money {
  if (minorDigits(price.currencyCode) === undefined) {
    violations.add('unitPrice.currencyCode', 'must be a currency of ISO 4217 in capital letters, such as USD');
  }
  if (price.amountMinor < 0n) violations.add('unitPrice.amountMinor', 'must not be negative');
  if (price.amountMinor > MAX_AMOUNT_MINOR) {
    violations.add('unitPrice.amountMinor', `must be at most ${MAX_AMOUNT_MINOR.toLocaleString('en')} minor units`);
  }
  return price;
}

/** Low enough that the total of the largest order still fits 64 bits. */
const MAX_AMOUNT_MINOR = 10_000_000_000n;
