import type { Reach } from '@commerce/platform/auth/reach';
import { DomainError, notFound } from '@commerce/platform/errors/domain-error';
import { unknownText } from '@commerce/platform/errors/entity-errors';
import { type AskedLine, type AskedOrder, mergeLines } from './check-order.ts';
import type { CatalogProduct, Neighbours } from './neighbours.ts';
import { lineTotal, type NewOrder } from './order.ts';

/**
 * The order at today's prices, with its products as they are now.
 *
 * @param reach for whose account the caller may place one; another's is not there for them.
 * @param asked a checked order.
 * @throws DomainError NotFound for an unknown account or unknown products, FailedPrecondition for products that cannot
 *   be bought, or not together; then with a violation for each line at fault.
 */
export async function priceOrder(
  { findAccount, findProducts }: Neighbours,
  reach: Reach,
  asked: AskedOrder,
): Promise<NewOrder> {
  const { accountId, lines } = asked;
  const merged = mergeLines(lines);
  const [account, products] = await Promise.all([
    findAccount(accountId),
    findProducts(merged.map(({ productId }) => productId)),
  ]);
  if (!account || (reach !== 'all' && account.subject !== reach.subject)) {
    throw accountUnknown(accountId);
  }
  refuseLines('NotFound', 'PRODUCT_UNKNOWN', lines, ({ productId }) =>
    products.has(productId) ? undefined : unknownText('product', productId),
  );
  refuseLines('FailedPrecondition', 'PRODUCT_ARCHIVED', lines, ({ productId }) =>
    products.get(productId)?.archived ? `Product ${productId} is not for sale any more.` : undefined,
  );
  const priced = merged.flatMap(({ productId, quantity }) => {
    const product = products.get(productId);
    return product ? [priceLine(productId, product, quantity)] : [];
  });
  const currencyCode = priced[0]?.unitPrice.currencyCode ?? '';
  refuseLines('FailedPrecondition', 'CURRENCIES_MIXED', lines, ({ productId }) => {
    const other = products.get(productId)?.unitPrice.currencyCode;
    if (other === currencyCode) return undefined;
    return `Product ${productId} is priced in ${other}, the first one in ${currencyCode}; an order has one currency.`;
  });
  const amountMinor = priced.reduce((sum, line) => sum + lineTotal(line).amountMinor, 0n);
  return { accountId, subject: account.subject, total: { currencyCode, amountMinor }, lines: priced };
}

/** What is refused that names an account which does not exist for the caller. */
export function accountUnknown(accountId: string): DomainError {
  return notFound({ field: 'accountId', description: unknownText('account', accountId) }, 'ACCOUNT_UNKNOWN');
}

function priceLine(productId: string, { name, description, unitPrice }: CatalogProduct, quantity: number) {
  return { productId, name, description, unitPrice, quantity };
}

/** @param fault what is wrong with a line, if anything. @throws DomainError that names every line at fault. */
function refuseLines(
  kind: 'NotFound' | 'FailedPrecondition',
  reason: string,
  lines: readonly AskedLine[],
  fault: (line: AskedLine) => string | undefined,
): void {
  const fieldViolations = lines.flatMap((line, index) => {
    const description = fault(line);
    return description === undefined ? [] : [{ field: `lines[${index}].productId`, description }];
  });
  if (fieldViolations.length === 0) return;
  // Two lines with one product are at fault for the same thing, which is said once.
  const message = [...new Set(fieldViolations.map(({ description }) => description))].join(' ');
  throw new DomainError(kind, message, { reason, fieldViolations });
}
