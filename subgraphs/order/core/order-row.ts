import { selectList, selectOf } from '@commerce/platform/postgres/select-list';
import { columnsOf } from '@commerce/platform/values/columns-of';
import type { Fields, Read } from '@commerce/platform/values/partial-read';
import { Prisma } from '../generated/prisma/client.ts';
import type { Order, OrderFields, OrderLine, ReadOrder } from './order.ts';

/** Tells Prisma to read what is wanted of orders, with one statement. Lines that nobody wants are not read. */
export function orderQuery({ lines, ...fields }: OrderFields) {
  const columns = orderColumns({ ...fields, id: true, ...(lines && { lines }) });
  const select: Prisma.OrderSelect = {
    ...selectOf(columns),
    ...(lines && { lines: { select: selectOf(lineColumns(lines)), orderBy: { position: 'asc' } } }),
  };
  return { select, relationLoadStrategy: 'join' } as const satisfies Prisma.OrderFindManyArgs;
}

/** The columns of an order, for a raw statement. */
export function orderSelectList(fields: OrderFields): Prisma.Sql {
  return Prisma.raw(selectList(orderColumns(fields)));
}

/** Those of a line, and its position. Out of JSON its price comes as a text: JavaScript rounds JSON's numbers above 2^53. */
export function lineSelectList(fields: Fields<OrderLine>): Prisma.Sql {
  return Prisma.raw(selectList([...lineColumns(fields), 'position'], ['unitPriceMinor']));
}

type OrderColumn = keyof typeof Prisma.OrderScalarFieldEnum;
type LineColumn = keyof typeof Prisma.OrderLineScalarFieldEnum;

/** An order's lines have its currency. */
function orderColumns(fields: OrderFields): OrderColumn[] {
  return columnsOf<Order, OrderColumn>(fields, { total: ['currencyCode', 'totalMinor'], lines: ['currencyCode'] });
}

function lineColumns(fields: Fields<OrderLine>): LineColumn[] {
  return columnsOf<OrderLine, LineColumn>(fields, { unitPrice: ['unitPriceMinor'] });
}

type WholeRow = Prisma.OrderGetPayload<{ include: { lines: true } }>;
type WholeLine = WholeRow['lines'][number];

/** What was read of an order and its lines, as the store returns it. */
export interface OrderRow extends Omit<Read<WholeRow>, 'lines'> {
  lines: LineRow[] | undefined;
}

interface LineRow extends Omit<Read<WholeLine>, 'unitPriceMinor'> {
  unitPriceMinor: bigint | string | undefined;
}

/** Does not compile when a column is no field of an order, or a field has no column. */
export function toOrder({ currencyCode, totalMinor, lines, ...row }: OrderRow): ReadOrder {
  const { subject: _, ...fields } = row;
  return {
    ...(fields satisfies Pick<ReadOrder, keyof typeof fields>),
    total: toMoney(currencyCode, totalMinor),
    lines: lines?.map((line) => toLine(line, currencyCode)),
  };
}

function toLine(line: LineRow, currencyCode: string | undefined): Read<OrderLine> {
  const { orderId: _, position: _position, unitPriceMinor, ...fields } = line;
  return {
    ...(fields satisfies Pick<Read<OrderLine>, keyof typeof fields>),
    unitPrice: toMoney(currencyCode, unitPriceMinor),
  };
}

function toMoney(currencyCode: string | undefined, amountMinor: bigint | string | undefined) {
  if (currencyCode === undefined || amountMinor === undefined) return undefined;
  return { currencyCode, amountMinor: BigInt(amountMinor) };
}
