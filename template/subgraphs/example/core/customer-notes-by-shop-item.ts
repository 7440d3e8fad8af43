import type { Reach } from '@commerce/platform/auth/reach';
import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { readTokenAfter, tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { selectList } from '@commerce/platform/postgres/select-list';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { CustomerNoteFields, ReadCustomerNote } from './customer-note.ts';
import { customerNoteColumns } from './customer-note-columns.ts';

/**
 * A page of customer notes for each of the shop items, newest first, with one statement: it walks the index of each one's
 * list, which Prisma's own queries cannot do for many at once.
 *
 * @param reach the customer notes that exist for the caller.
 * @param shopItemIds distinct ones. A page token is of one shop item's list, so it fits one of them alone.
 * @param fields what is wanted of the customer notes.
 * @throws DomainError InvalidArgument when the page token is not the shop item's.
 */
export async function listCustomerNotesByShopItem(
  db: PrismaClient,
  reach: Reach,
  shopItemIds: string[],
  page: PageRequest,
  fields: CustomerNoteFields,
): Promise<{ shopItemId: string; page: Page<ReadCustomerNote> }[]> {
  const { pageSize, pageToken, skip, fromEnd = false } = page;
  const [after] = shopItemIds.map((shopItemId) => readTokenAfter(listOf(shopItemId), pageToken));
  const columns = Prisma.raw(selectList(customerNoteColumns({ ...fields, shopItemId: true })));
  const [beyond, direction] = fromEnd ? [Prisma.sql`>`, Prisma.sql`ASC`] : [Prisma.sql`<`, Prisma.sql`DESC`];
  const rows = await db.$queryRaw<Row[]>`
    SELECT entry.*
    FROM unnest(${shopItemIds}::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (
      SELECT ${columns} FROM "customer_notes"
      WHERE "shop_item_id" = asked.id
        ${reach === 'all' ? Prisma.empty : Prisma.sql`AND subject = ${reach.subject}`}
        ${after ? Prisma.sql`AND (created_at, id) ${beyond} (${after.createdAt}, ${after.id}::uuid)` : Prisma.empty}
      ORDER BY created_at ${direction}, id ${direction} OFFSET ${skip} LIMIT ${pageSize + 1}
    ) entry
    ORDER BY entry."createdAt" ${direction}, entry.id ${direction}`;

  const lists = new Map(shopItemIds.map((shopItemId): [string, Row[]] => [shopItemId, []]));
  for (const row of rows) lists.get(row.shopItemId)?.push(row);
  return [...lists].map(([shopItemId, customerNotes]) => ({
    shopItemId,
    page: toPage(customerNotes, page, (customerNote) => tokenAfter(listOf(shopItemId), customerNote)),
  }));
}

/** How many customer notes the list of each shop item has, with one statement. */
export async function countCustomerNotesByShopItem(
  db: PrismaClient,
  reach: Reach,
  shopItemIds: string[],
): Promise<{ shopItemId: string; counted: Count }[]> {
  const rows = await db.$queryRaw<{ shopItemId: string; found: number }[]>`
    SELECT asked.id AS "shopItemId", counted.found
    FROM unnest(${shopItemIds}::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS found FROM (
        SELECT FROM "customer_notes" WHERE "shop_item_id" = asked.id
          ${reach === 'all' ? Prisma.empty : Prisma.sql`AND subject = ${reach.subject}`}
        LIMIT ${MAX_COUNT + 1}
      ) AS entry
    ) AS counted`;
  return rows.map(({ shopItemId, found }) => ({ shopItemId, counted: toCount(found) }));
}

type Row = ReadCustomerNote & { shopItemId: string; createdAt: Date };

/** Its name in page tokens: another shop item's token is refused. */
function listOf(shopItemId: string): string {
  return `customer_notes:${shopItemId}`;
}
