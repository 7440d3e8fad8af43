import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { readTokenAfter, tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Order } from './order.ts';
import { LINE_COLUMNS, ORDER_COLUMNS, type OrderRow, toOrder } from './order-row.ts';

/**
 * A page of orders for each of the accounts, newest first, with one statement: it walks the index of each account's
 * orders, which Prisma's own queries cannot do for many accounts at once.
 *
 * @param accountIds distinct ones. A page token is of one account's list, so it fits one account alone.
 * @throws DomainError InvalidArgument when the page token is not the account's.
 */
export async function listOrdersByAccount(
  db: PrismaClient,
  accountIds: string[],
  { pageSize, pageToken, skip }: PageRequest,
): Promise<{ accountId: string; page: Page<Order> }[]> {
  const [after] = accountIds.map((accountId) => readTokenAfter(listOf(accountId), pageToken));
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT entry.*, lines.lines
    FROM unnest(${accountIds}::uuid[]) AS asked(account_id)
    CROSS JOIN LATERAL (
      SELECT ${ORDER_COLUMNS} FROM orders
      WHERE account_id = asked.account_id
        ${after ? Prisma.sql`AND (created_at, id) < (${after.createdAt}, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY created_at DESC, id DESC OFFSET ${skip} LIMIT ${pageSize + 1}
    ) entry
    CROSS JOIN LATERAL (
      SELECT json_agg(line ORDER BY line.position) AS lines
      FROM (SELECT ${LINE_COLUMNS} FROM order_lines WHERE order_id = entry.id) line
    ) lines
    ORDER BY entry."createdAt" DESC, entry.id DESC`;

  const byAccount = new Map(accountIds.map((accountId): [string, Order[]] => [accountId, []]));
  for (const row of rows) byAccount.get(row.accountId)?.push(toOrder(row));
  return [...byAccount].map(([accountId, orders]) => ({
    accountId,
    page: toPage(orders, pageSize, (order) => tokenAfter(listOf(accountId), order)),
  }));
}

/** Its name in page tokens: another account's token is refused. */
function listOf(accountId: string): string {
  return `orders:${accountId}`;
}
