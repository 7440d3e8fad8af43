import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { isUuid } from '@commerce/platform/values/uuid';
import { collectViolations, type Violations } from '@commerce/platform/values/violations';

/** One line of an order as a caller asks for it. */
export interface AskedLine {
  productId: string;
  quantity: number;
}

export interface AskedOrder {
  accountId: string;
  lines: AskedLine[];
  idempotencyKey: string;
}

/**
 * Checks all that can be known of an order without asking anybody, and returns it with its ids in lower case.
 *
 * @throws DomainError InvalidArgument with every violation; with a reason when all of them have the same.
 */
export function checkOrder({ accountId, lines, idempotencyKey }: AskedOrder): AskedOrder {
  const violations = collectViolations();
  if (!isUuid(accountId)) violations.add('accountId', 'must be a UUID');
  const checkedKey = checkIdempotencyKey(violations, idempotencyKey);
  const checkedLines = lines.map((line) => ({ ...line, productId: line.productId.toLowerCase() }));
  if (lines.length === 0) violations.add('lines', 'must have at least one line', 'ORDER_EMPTY');
  if (lines.length > MAX_LINES) {
    // No more is said about its lines: the answer would be as long as they are.
    violations.add('lines', `must have at most ${MAX_LINES} lines`, 'TOO_MANY_LINES');
  } else {
    checkLines(violations, checkedLines);
  }
  violations.throwIfAny();
  return { accountId: accountId.toLowerCase(), lines: checkedLines, idempotencyKey: checkedKey };
}

/** One line for each product, with the quantities added, where the product was first asked for. */
export function mergeLines(lines: readonly AskedLine[]): AskedLine[] {
  const merged = new Map<string, AskedLine>();
  for (const { productId, quantity } of lines) {
    merged.set(productId, { productId, quantity: quantity + (merged.get(productId)?.quantity ?? 0) });
  }
  return [...merged.values()];
}

const MAX_LINES = 100;
const MAX_QUANTITY = 10_000;

function checkLines(violations: Violations, lines: readonly AskedLine[]): void {
  const sums = new Map<string, { quantity: number; lastIndex: number }>();
  for (const [index, { productId, quantity }] of lines.entries()) {
    const validId = isUuid(productId);
    const validQuantity = quantity >= 1 && quantity <= MAX_QUANTITY;
    if (!validId) violations.add(`lines[${index}].productId`, 'must be a UUID');
    if (!validQuantity) {
      violations.add(`lines[${index}].quantity`, `must be 1 to ${LIMIT}`, 'QUANTITY_OUT_OF_RANGE');
    }
    if (validId && validQuantity) {
      sums.set(productId, { quantity: quantity + (sums.get(productId)?.quantity ?? 0), lastIndex: index });
    }
  }
  for (const { quantity, lastIndex } of sums.values()) {
    if (quantity <= MAX_QUANTITY) continue;
    const description = `must be at most ${LIMIT} together with the other lines of its product`;
    violations.add(`lines[${lastIndex}].quantity`, description, 'QUANTITY_OUT_OF_RANGE');
  }
}

const LIMIT = MAX_QUANTITY.toLocaleString('en');
