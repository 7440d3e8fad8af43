import type { Reach } from '@commerce/platform/auth/reach';
import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { readTokenAfter, tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { OrderFields, ReadOrder } from './order.ts';
import { lineSelectList, type OrderRow, orderSelectList, toOrder } from './order-row.ts';

/**
 * A page of orders for each of the accounts, newest first, with one statement: it walks the index of each account's
 * orders, which Prisma's own queries cannot do for many accounts at once.
 *
 * @param reach the orders that exist for the caller.
 * @param accountIds distinct ones. A page token is of one account's list, so it fits one account alone.
 * @param fields what is wanted of the orders; lines that nobody wants are not read.
 * @throws DomainError InvalidArgument when the page token is not the account's.
 */
export async function listOrdersByAccount(
  db: PrismaClient,
  reach: Reach,
  accountIds: string[],
  page: PageRequest,
  fields: OrderFields,
): Promise<{ accountId: string; page: Page<ReadOrder> }[]> {
  const { pageSize, pageToken, skip, fromEnd = false } = page;
  const [after] = accountIds.map((accountId) => readTokenAfter(listOf(accountId), pageToken));
  const [beyond, direction] = fromEnd ? [Prisma.sql`>`, Prisma.sql`ASC`] : [Prisma.sql`<`, Prisma.sql`DESC`];
  const rows = await db.$queryRaw<(OrderRow & ListKeys)[]>`
    SELECT entry.* ${fields.lines ? Prisma.sql`, lines.lines` : Prisma.empty}
    FROM unnest(${accountIds}::uuid[]) AS asked(account_id)
    CROSS JOIN LATERAL (
      SELECT ${orderSelectList({ ...fields, id: true, accountId: true, createdAt: true })} FROM orders
      WHERE account_id = asked.account_id
        ${reach === 'all' ? Prisma.empty : Prisma.sql`AND subject = ${reach.subject}`}
        ${after ? Prisma.sql`AND (created_at, id) ${beyond} (${after.createdAt}, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY created_at ${direction}, id ${direction} OFFSET ${skip} LIMIT ${pageSize + 1}
    ) entry
    ${fields.lines ? joinLines(fields.lines) : Prisma.empty}
    ORDER BY entry."createdAt" ${direction}, entry.id ${direction}`;

  const byAccount = new Map(accountIds.map((accountId): [string, typeof rows] => [accountId, []]));
  for (const row of rows) byAccount.get(row.accountId)?.push(row);
  return [...byAccount].map(([accountId, found]) => {
    const { items, ...tokens } = toPage(found, page, (row) => tokenAfter(listOf(accountId), row));
    return { accountId, page: { items: items.map(toOrder), ...tokens } };
  });
}

/** How many orders the list of each account has, with one statement. */
export async function countOrdersByAccount(
  db: PrismaClient,
  reach: Reach,
  accountIds: string[],
): Promise<({ accountId: string } & Count)[]> {
  const rows = await db.$queryRaw<{ accountId: string; found: number }[]>`
    SELECT asked.account_id AS "accountId", counted.found
    FROM unnest(${accountIds}::uuid[]) AS asked(account_id)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS found FROM (
        SELECT 1 FROM orders WHERE account_id = asked.account_id
          ${reach === 'all' ? Prisma.empty : Prisma.sql`AND subject = ${reach.subject}`}
        LIMIT ${MAX_COUNT + 1}
      ) AS entry
    ) AS counted`;
  return rows.map(({ accountId, found }) => ({ accountId, ...toCount(found) }));
}

/** What the lists themselves go by. */
interface ListKeys {
  accountId: string;
  createdAt: Date;
}

function joinLines(fields: NonNullable<OrderFields['lines']>): Prisma.Sql {
  return Prisma.sql`
    CROSS JOIN LATERAL (
      SELECT json_agg(line ORDER BY line.position) AS lines
      FROM (SELECT ${lineSelectList(fields)} FROM order_lines WHERE order_id = entry.id) line
    ) lines`;
}

/** Its name in page tokens: another account's token is refused. */
function listOf(accountId: string): string {
  return `orders:${accountId}`;
}
