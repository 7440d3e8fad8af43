import { unknownEntity } from '@commerce/platform/errors/entity-errors';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { findRequest, once, TRANSACTION_OPTIONS } from '@commerce/platform/postgres/once';
import type { Prisma, PrismaClient, UnitsSold } from '../generated/prisma/client.ts';
import type { NewOrder, Order } from './order.ts';
import { toOrder, WITH_LINES } from './order-row.ts';
import { listOrdersByAccount } from './orders-by-account.ts';

/** Stores orders, and how many units of each product are in them. */
export type OrderRepository = ReturnType<typeof createOrderRepository>;

export function createOrderRepository(db: PrismaClient) {
  /** An order and the units it sells are written together or not at all. */
  const inTransaction = (id: string, request: KeyedRequest | undefined, write: (tx: Transaction) => Promise<Order>) =>
    request ? once(db, request, id, write, read) : db.$transaction(write, TRANSACTION_OPTIONS);

  return {
    create(order: NewOrder, request: KeyedRequest | undefined): Promise<Order> {
      const id = newId();
      return inTransaction(id, request, async (tx) => {
        const { total, lines, ...fields } = order;
        const row = await tx.order.create({
          data: { ...fields, id, currencyCode: total.currencyCode, totalMinor: total.amountMinor },
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
    async findPlaced(request: KeyedRequest): Promise<Order | undefined> {
      const id = await findRequest(db, request);
      return id === undefined ? undefined : await read(db, id);
    },

    /** The orders with these ids that exist, in any order. */
    async findMany(ids: string[]): Promise<Order[]> {
      const rows = await db.order.findMany({ where: { id: { in: ids } }, ...WITH_LINES });
      return rows.map(toOrder);
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list({ pageSize, pageToken, skip }: PageRequest): Promise<Page<Order>> {
      const rows = await db.order.findMany({
        where: whereAfter(LIST, pageToken),
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
        ...WITH_LINES,
      });
      return toPage(rows.map(toOrder), pageSize, (order) => tokenAfter(LIST, order));
    },

    listByAccount: (accountIds: string[], page: PageRequest) => listOrdersByAccount(db, accountIds, page),

    /** For those of the products that were ever ordered, in any order. */
    findUnitsSold(productIds: string[]): Promise<UnitsSold[]> {
      return db.unitsSold.findMany({ where: { productId: { in: productIds } } });
    },

    /** Cancels a placed order; returns a cancelled one as it is. @throws DomainError NotFound. */
    cancel(id: string, request: KeyedRequest | undefined): Promise<Order> {
      return inTransaction(id, request, async (tx) => {
        const { count } = await tx.order.updateMany({
          where: { id, status: 'PLACED' },
          data: { status: 'CANCELLED' },
        });
        if (count > 0) await addUnitsSold(tx, id, -1);
        return await read(tx, id);
      });
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'orders';

async function read(db: Transaction, id: string): Promise<Order> {
  const row = await db.order.findUnique({ where: { id }, ...WITH_LINES });
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
