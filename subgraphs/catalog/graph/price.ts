import { invalidArgument, notFound } from '@commerce/platform/errors/domain-error';
import { fitsMoneyMessage, type MoneyMessage, toMoneyMessage } from '@commerce/platform/grpc/money-message';
import { minorDigits, toMinorUnits } from '@commerce/platform/values/money';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { Context } from './context.ts';

/**
 * The exact amount that a client's number stands for.
 *
 * @throws DomainError InvalidArgument that names `product.price` or `product.currency`: the number is not finite or
 *   has more decimals than the currency, or there is no such currency.
 */
export function readPrice(price: number, currencyCode: string): MoneyMessage {
  const digits = minorDigits(currencyCode);
  if (digits === undefined) {
    throw refuse('product.currency', 'must be a currency of ISO 4217 in capital letters, such as USD');
  }
  const amountMinor = toMinorUnits(price, digits);
  if (amountMinor === undefined) {
    throw refuse('product.price', `must be a decimal number with at most ${digits} decimals, as ${currencyCode} has`);
  }
  if (!fitsMoneyMessage({ currencyCode, amountMinor })) throw refuse('product.price', 'is too high for any product');
  return toMoneyMessage({ currencyCode, amountMinor });
}

/**
 * The new price of an update, if it sets one. A price alone keeps the product's currency, which has to be read first;
 * `atVersion` then holds the update to the product that was read, or the amount could end up in another currency.
 */
export async function readNewPrice(
  { productById }: Context,
  id: string,
  price: number | null | undefined,
  currency: string | null | undefined,
): Promise<{ unitPrice?: MoneyMessage; atVersion?: number }> {
  if (price == null) {
    if (currency == null) return {};
    throw refuse('product.price', 'must be given with a new currency');
  }
  if (currency != null) return { unitPrice: readPrice(price, currency) };
  const key = checkUuid('id', id);
  // Read anew: an earlier change in the same request may have changed it.
  const product = await productById.clear(key).load(key);
  if (!product?.unitPrice) throw notFound({ field: 'id', description: `There is no product ${id}.` });
  return { unitPrice: readPrice(price, product.unitPrice.currencyCode), atVersion: product.version };
}

function refuse(field: string, description: string) {
  return invalidArgument([{ field, description }]);
}
