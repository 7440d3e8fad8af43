import type { Order, OrderLine } from './order.ts';
import type { OrderModel } from '../generated/prisma/models.ts';

/** An order and its lines as the store returns them. */
export interface OrderRow extends OrderModel {
  lines: LineRow[];
}

interface LineRow extends Pick<OrderLine, 'productId' | 'name' | 'description' | 'quantity'> {
  /** A text where it comes out of JSON, whose numbers JavaScript rounds above 2^53. */
  unitPriceMinor: bigint | string;
}

export function toOrder({ id, accountId, status, createdAt, currencyCode, totalMinor, lines }: OrderRow): Order {
  return {
    id,
    accountId,
    status,
    createdAt,
    total: { currencyCode, amountMinor: totalMinor },
    lines: lines.map(({ productId, name, description, unitPriceMinor, quantity }) => {
      const unitPrice = { currencyCode, amountMinor: BigInt(unitPriceMinor) };
      return { productId, name, description, unitPrice, quantity };
    }),
  };
}
