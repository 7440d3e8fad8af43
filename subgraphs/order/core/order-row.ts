import { selectList } from '@commerce/platform/postgres/select-list';
import { Prisma } from '../generated/prisma/client.ts';
import type { Order, OrderLine } from './order.ts';

/** Reads orders with their lines, with one statement. */
export const WITH_LINES = {
  include: { lines: { orderBy: { position: 'asc' } } },
  relationLoadStrategy: 'join',
} as const satisfies Prisma.OrderFindManyArgs;

/** The columns of an order for a raw statement. */
export const ORDER_COLUMNS = Prisma.raw(selectList(Object.keys(Prisma.OrderScalarFieldEnum)));

/** Those of a line. Out of JSON its price comes as a text: JavaScript rounds JSON's numbers above 2^53. */
export const LINE_COLUMNS = Prisma.raw(selectList(Object.keys(Prisma.OrderLineScalarFieldEnum), ['unitPriceMinor']));

type WholeRow = Prisma.OrderGetPayload<typeof WITH_LINES>;
type WholeLine = WholeRow['lines'][number];

/** An order and its lines as the store returns them. */
export interface OrderRow extends Omit<WholeRow, 'lines'> {
  lines: LineRow[];
}

interface LineRow extends Omit<WholeLine, 'unitPriceMinor'> {
  unitPriceMinor: bigint | string;
}

/** Does not compile when a column is no field of an order, or a field has no column. */
export function toOrder({ currencyCode, totalMinor, lines, ...fields }: OrderRow): Order {
  return {
    ...(fields satisfies Pick<Order, keyof typeof fields>),
    total: { currencyCode, amountMinor: totalMinor },
    lines: lines.map((line) => toLine(line, currencyCode)),
  };
}

function toLine(line: LineRow, currencyCode: string): OrderLine {
  const { orderId: _, position: _position, unitPriceMinor, ...fields } = line;
  const unitPrice = { currencyCode, amountMinor: BigInt(unitPriceMinor) };
  return { ...(fields satisfies Pick<OrderLine, keyof typeof fields>), unitPrice };
}
