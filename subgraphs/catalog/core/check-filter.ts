import { minorDigits, toMinorUnits } from '@commerce/platform/values/money';
import { isUuid } from '@commerce/platform/values/uuid';
import type { Violations } from '@commerce/platform/values/violations';
import { FOR_SALE, type ProductFilter } from './asked-products.ts';
import { DEFAULT_CURRENCY } from './check-product.ts';
import type { Sight } from './policy.ts';

/** A filter as callers give it. */
export interface ProductFilterInput {
  ids: string[];
  archived?: boolean;
  currencyCode?: string;
  price: PriceRangeInput | null;
}

interface PriceRangeInput {
  /** Decimal numbers. */
  min?: string;
  max?: string;
  currencyCode?: string;
}

/**
 * The filter in the store's own terms. Without one: what is for sale; by their ids, all that exist for the caller.
 *
 * @param sight the caller's.
 */
export function checkFilter(violations: Violations, input: ProductFilterInput | null, sight: Sight): ProductFilter {
  if (!input) return FOR_SALE;
  const { ids, currencyCode, price } = input;
  const archived = input.archived ?? (ids.length > 0 && sight === 'all' ? undefined : false);
  if (ids.length > MAX_IDS) violations.add('filter.ids', `must have at most ${MAX_IDS} entries`);
  if (currencyCode !== undefined && minorDigits(currencyCode) === undefined) {
    violations.add('filter.currencyCode', UNKNOWN_CURRENCY);
  }
  return {
    archived,
    ...(ids.length > 0 && { ids: ids.filter((id) => isUuid(id)).map((id) => id.toLowerCase()) }),
    ...(currencyCode !== undefined && { currencyCode }),
    ...(price && checkRange(violations, price, currencyCode)),
  };
}

const MAX_IDS = 100;
const UNKNOWN_CURRENCY = 'must be a currency of ISO 4217 in capital letters, such as USD';

function checkRange(violations: Violations, range: PriceRangeInput, ownCurrency: string | undefined) {
  const currencyCode = range.currencyCode ?? ownCurrency ?? DEFAULT_CURRENCY;
  const digits = minorDigits(currencyCode);
  if (digits === undefined) violations.add('filter.price.currencyCode', UNKNOWN_CURRENCY);
  else if (ownCurrency !== undefined && currencyCode !== ownCurrency) {
    violations.add('filter.price.currencyCode', "must be the filter's currency");
  }
  const bound = (name: 'min' | 'max') => {
    const value = range[name];
    if (value === undefined || digits === undefined) return undefined;
    const amount = toMinorUnits(value, digits);
    if (amount !== undefined && BigInt.asIntN(64, amount) === amount) return amount;
    violations.add(
      `filter.price.${name}`,
      `must be a decimal number with at most ${digits} decimals, as ${currencyCode} has`,
    );
    return undefined;
  };
  const [minAmount, maxAmount] = [bound('min'), bound('max')];
  return {
    currencyCode,
    ...(minAmount !== undefined && { minAmount }),
    ...(maxAmount !== undefined && { maxAmount }),
  };
}
