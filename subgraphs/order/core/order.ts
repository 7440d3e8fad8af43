import type { Money } from '@commerce/platform/values/money';
import type { Fields, Read } from '@commerce/platform/values/partial-read';

export interface Order {
  id: string;
  accountId: string;
  status: OrderStatus;
  createdAt: Date;
  total: Money;
  /** At least one, all in one currency, each product once. */
  lines: OrderLine[];
}

export type OrderStatus = 'PLACED' | 'CANCELLED';

/** What was bought, as it was when the order was placed. */
export interface OrderLine {
  productId: string;
  name: string;
  description: string;
  unitPrice: Money;
  quantity: number;
}

/** What is wanted of an order, and what was read of it. */
export type OrderFields = Fields<Order>;
export type ReadOrder = Read<Order>;

/** What an order must meet; what is undefined leaves nothing out. */
export interface OrderFilter {
  status?: OrderStatus;
  /** Placed at this instant or later, and before the other. */
  from?: Date;
  to?: Date;
}

/** What placing an order stores. */
export type NewOrder = Omit<Order, 'id' | 'status' | 'createdAt'> & {
  /** To whom the account belongs; null when it belongs to nobody who signs in. */
  subject: string | null;
};

export function lineTotal({ unitPrice, quantity }: Pick<OrderLine, 'unitPrice' | 'quantity'>): Money {
  return { ...unitPrice, amountMinor: unitPrice.amountMinor * BigInt(quantity) };
}
