import { definedFields } from '@commerce/platform/values/defined-fields';
import { isWithdrawn, minorDigits, type Money, toMinorUnits } from '@commerce/platform/values/money';
import { checkText } from '@commerce/platform/values/text';
import { collectViolations, type Violations } from '@commerce/platform/values/violations';
import type { NewProduct, ProductChange } from './product.ts';

/** A product as callers give it. */
export interface ProductInput {
  name: string;
  description: string;
  /** A decimal number. */
  price: string;
  currencyCode?: string;
}

/** What a caller sets of a product; the rest stays. */
export type ProductChangeInput = Partial<ProductInput>;

/** @returns the product that is to be stored, its texts without blanks at their ends. */
export function checkNewProduct(violations: Violations, input: ProductInput): NewProduct {
  return {
    name: checkName(violations, input.name),
    description: checkDescription(violations, input.description),
    unitPrice: checkPrice(violations, input.price, input.currencyCode ?? DEFAULT_CURRENCY),
  };
}

/** @param ownCurrency the product's currency: that of a price which comes without one. */
export function checkChange(violations: Violations, input: ProductChangeInput, ownCurrency: string): ProductChange {
  const { price, currencyCode } = input;
  if (price === undefined && currencyCode !== undefined) {
    violations.add('price', 'must be given with a new currency');
    checkCurrency(violations, currencyCode);
  }
  return definedFields({
    ...checkTexts(violations, input),
    unitPrice: price === undefined ? undefined : checkPrice(violations, price, currencyCode ?? ownCurrency),
  } satisfies Record<keyof NewProduct, unknown>);
}

/** A change with its texts as they are stored. Whether they may be, and what its price is, is for `checkChange` to say. */
export function withStoredTexts(input: ProductChangeInput): ProductChangeInput {
  return { ...input, ...definedFields(checkTexts(collectViolations(), input)) };
}

function checkTexts(violations: Violations, { name, description }: ProductChangeInput) {
  return {
    name: name === undefined ? undefined : checkName(violations, name),
    description: description === undefined ? undefined : checkDescription(violations, description),
  };
}

export const DEFAULT_CURRENCY = 'USD';

function checkName(violations: Violations, name: string): string {
  return checkText(violations, 'name', name, { max: 200 });
}

function checkDescription(violations: Violations, description: string): string {
  return checkText(violations, 'description', description, { max: 5_000, blank: true, lines: true });
}

function checkPrice(violations: Violations, price: string, currencyCode: string): Money {
  const digits = checkCurrency(violations, currencyCode);
  if (digits === undefined) return { currencyCode, amountMinor: 0n };
  const amountMinor = toMinorUnits(price, digits);
  if (amountMinor === undefined) {
    violations.add('price', `must be a decimal number with at most ${digits} decimals, as ${currencyCode} has`);
  } else if (amountMinor < 0n) {
    violations.add('price', 'must not be negative');
  } else if (BigInt.asIntN(64, amountMinor) !== amountMinor) {
    violations.add('price', 'is too high for any product');
  } else if (amountMinor > MAX_AMOUNT_MINOR) {
    violations.add('price', `must be at most ${MAX_AMOUNT_MINOR.toLocaleString('en')} minor units`);
  }
  return { currencyCode, amountMinor: amountMinor ?? 0n };
}

/** @returns the number of decimals of a currency that something may be priced in. */
function checkCurrency(violations: Violations, currencyCode: string): number | undefined {
  const digits = minorDigits(currencyCode);
  if (digits === undefined) {
    violations.add('currencyCode', 'must be a currency of ISO 4217 in capital letters, such as USD');
  } else if (isWithdrawn(currencyCode)) {
    violations.add('currencyCode', `must be a currency in use; ${currencyCode} was withdrawn`);
    return undefined;
  }
  return digits;
}

/** Low enough that the total of the largest order still fits 64 bits. */
const MAX_AMOUNT_MINOR = 10_000_000_000n;
