import { type Reach, whereReached } from '@commerce/platform/auth/reach';
import { unknownEntity } from '@commerce/platform/errors/entity-errors';
import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, oldestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { findRequest, once, TRANSACTION_OPTIONS } from '@commerce/platform/postgres/once';
import type { Prisma, PrismaClient, UnitsSold } from '../generated/prisma/client.ts';
import type { NewOrder, OrderFields, OrderFilter, ReadOrder } from './order.ts';
import { orderQuery, type OrderRow, toOrder } from './order-row.ts';
import { countOrdersByAccount, listOrdersByAccount } from './orders-by-account.ts';

/** Stores orders, and how many units of each product are in them. */
export type OrderRepository = ReturnType<typeof createOrderRepository>;

export function createOrderRepository(db: PrismaClient) {
  /** An order and the units it sells are written together or not at all. */
  const inTransaction = (
    reach: Reach,
    id: string,
    request: KeyedRequest | undefined,
    write: (tx: Transaction) => Promise<ReadOrder>,
  ) =>
    request
      ? once(db, request, id, write, (tx, earlier) => read(tx, reach, earlier))
      : db.$transaction(write, TRANSACTION_OPTIONS);

  return {
    create(reach: Reach, { subject, ...order }: NewOrder, request: KeyedRequest | undefined): Promise<ReadOrder> {
      const id = newId();
      return inTransaction(reach, id, request, async (tx) => {
        const { total, lines, ...fields } = order;
        const row = await tx.order.create({
          data: { ...fields, id, subject, currencyCode: total.currencyCode, totalMinor: total.amountMinor },
        });
        await tx.orderLine.createMany({
          data: lines.map(({ unitPrice, ...line }, position) => {
            return { ...line, orderId: id, position, unitPriceMinor: unitPrice.amountMinor };
          }),
        });
        await addUnitsSold(tx, id, 1);
        return { ...order, id, status: row.status, createdAt: row.createdAt };
      });
    },

    /**
     * The order that an earlier request with the same id placed, if there was one.
     *
     * @throws DomainError AlreadyExists when it asked for something else.
     */
    async findPlaced(reach: Reach, request: KeyedRequest): Promise<ReadOrder | undefined> {
      const id = await findRequest(db, request);
      return id === undefined ? undefined : await read(db, reach, id);
    },

    /** The orders with these ids that exist for the caller, in any order. */
    async findMany(reach: Reach, ids: string[], fields: OrderFields): Promise<ReadOrder[]> {
      const where = { id: { in: ids }, ...whereReached(reach) };
      const rows: OrderRow[] = await db.order.findMany({ where, ...orderQuery(fields) });
      return rows.map(toOrder);
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list(reach: Reach, filter: OrderFilter, page: PageRequest, fields: OrderFields): Promise<Page<ReadOrder>> {
      const { pageSize, pageToken, skip, fromEnd = false } = page;
      const rows = await db.order.findMany({
        where: { AND: [whereAfter(LIST, pageToken, fromEnd), whereMet(filter)], ...whereReached(reach) },
        orderBy: fromEnd ? oldestFirst : newestFirst,
        skip,
        take: pageSize + 1,
        ...orderQuery({ ...fields, createdAt: true }),
      });
      const { items, ...tokens } = toPage(rows, page, (row) => tokenAfter(LIST, row));
      return { items: items.map(toOrder), ...tokens };
    },

    /** How many orders `list` goes through. */
    async count(reach: Reach, filter: OrderFilter): Promise<Count> {
      const where = { ...whereMet(filter), ...whereReached(reach) };
      return toCount(await db.order.count({ where, take: MAX_COUNT + 1 }));
    },

    listByAccount: (reach: Reach, accountIds: string[], page: PageRequest, fields: OrderFields) =>
      listOrdersByAccount(db, reach, accountIds, page, fields),

    countByAccount: (reach: Reach, accountIds: string[]) => countOrdersByAccount(db, reach, accountIds),

    /** For those of the products that were ever ordered, in any order. */
    findUnitsSold(productIds: string[]): Promise<UnitsSold[]> {
      return db.unitsSold.findMany({ where: { productId: { in: productIds } } });
    },

    /** Cancels a placed order; returns a cancelled one as it is. @throws DomainError NotFound. */
    cancel(reach: Reach, id: string, request: KeyedRequest | undefined): Promise<ReadOrder> {
      return inTransaction(reach, id, request, async (tx) => {
        const { count } = await tx.order.updateMany({
          where: { id, status: 'PLACED', ...whereReached(reach) },
          data: { status: 'CANCELLED' },
        });
        if (count > 0) await addUnitsSold(tx, id, -1);
        return await read(tx, reach, id);
      });
    },

    /** Makes an account's orders its subject's. @returns how many it has. */
    async link(accountId: string, subject: string | null, request: KeyedRequest | undefined): Promise<number> {
      const write = async (tx: Transaction) => {
        const { count } = await tx.order.updateMany({ where: { accountId }, data: { subject } });
        return count;
      };
      const count = (tx: Transaction) => tx.order.count({ where: { accountId } });
      return await (request ? once(db, request, accountId, write, count) : write(db));
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'orders';

function whereMet({ status, from, to }: OrderFilter): Prisma.OrderWhereInput {
  const placed = { ...(from && { gte: from }), ...(to && { lt: to }) };
  return { ...(status && { status }), ...((from || to) && { createdAt: placed }) };
}

/** A whole order. @throws DomainError NotFound. */
async function read(db: Transaction, reach: Reach, id: string): Promise<ReadOrder> {
  const row: OrderRow | null = await db.order.findFirst({
    where: { id, ...whereReached(reach) },
    include: { lines: { orderBy: { position: 'asc' } } },
    relationLoadStrategy: 'join',
  });
  if (!row) throw unknownEntity('order', id);
  return toOrder(row);
}

/**
 * Counts an order's units in (1) or out (-1). All writers go through the products in the same order, so that no two of
 * them can wait for each other.
 */
async function addUnitsSold(tx: Transaction, orderId: string, sign: 1 | -1): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO units_sold (product_id, units)
    SELECT product_id, ${sign}::int * quantity FROM order_lines WHERE order_id = ${orderId}::uuid ORDER BY product_id
    ON CONFLICT (product_id) DO UPDATE SET units = units_sold.units + excluded.units`;
}
