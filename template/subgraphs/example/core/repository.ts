import { type Reach, whereReached } from '@commerce/platform/auth/reach';
import { changeRefused } from '@commerce/platform/errors/entity-errors';
import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, oldestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once } from '@commerce/platform/postgres/once';
import { selectOf } from '@commerce/platform/postgres/select-list';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type {
  CustomerNote,
  CustomerNoteChange,
  CustomerNoteFields,
  NewCustomerNote,
  ReadCustomerNote,
} from './customer-note.ts';
import { customerNoteColumns } from './customer-note-columns.ts';
// with --extends
import { countCustomerNotesByShopItem, listCustomerNotesByShopItem } from './customer-notes-by-shop-item.ts';
// end of --extends

/** Stores customer notes. */
export type ExampleRepository = ReturnType<typeof createExampleRepository>;

export function createExampleRepository(db: PrismaClient) {
  return {
    /** @param subject to whom it belongs. */
    async create(
      subject: string | undefined,
      customerNote: NewCustomerNote,
      request: KeyedRequest | undefined,
    ): Promise<CustomerNote> {
      const id = newId();
      const data = { id, ...customerNote, ...(subject !== undefined && { subject }) };
      const write = (tx: Transaction) => tx.customerNote.create({ data, ...WITHOUT_SUBJECT });
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The customer notes with these ids that exist for the caller, in any order. */
    findMany(reach: Reach, ids: string[], fields: CustomerNoteFields): Promise<ReadCustomerNote[]> {
      const where = { id: { in: ids }, ...whereReached(reach) };
      return db.customerNote.findMany({ where, select: selectOf(customerNoteColumns(fields)) });
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list(reach: Reach, page: PageRequest, fields: CustomerNoteFields): Promise<Page<ReadCustomerNote>> {
      const { pageSize, pageToken, skip, fromEnd = false } = page;
      const rows = await db.customerNote.findMany({
        where: { ...whereAfter(LIST, pageToken, fromEnd), ...whereReached(reach) },
        orderBy: fromEnd ? oldestFirst : newestFirst,
        skip,
        take: pageSize + 1,
        select: selectOf(customerNoteColumns(fields)),
      });
      return toPage(rows, page, (customerNote) => tokenAfter(LIST, customerNote));
    },

    /** How many customer notes `list` goes through. */
    async count(reach: Reach): Promise<Count> {
      return toCount(await db.customerNote.count({ where: whereReached(reach), take: MAX_COUNT + 1 }));
    },

    // with --extends
    listByShopItem: (reach: Reach, shopItemIds: string[], page: PageRequest, fields: CustomerNoteFields) =>
      listCustomerNotesByShopItem(db, reach, shopItemIds, page, fields),

    countByShopItem: (reach: Reach, shopItemIds: string[]) => countCustomerNotesByShopItem(db, reach, shopItemIds),

    // end of --extends
    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      reach: Reach,
      id: string,
      change: CustomerNoteChange,
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<CustomerNote> {
      const own = { id, ...whereReached(reach) };
      const write = async (tx: Transaction) => {
        const [changed] = await tx.customerNote.updateManyAndReturn({
          where: { ...own, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...change, version: { increment: 1 } },
          ...WITHOUT_SUBJECT,
        });
        if (!changed) throw changeRefused('customer note', id, await tx.customerNote.findFirst({ where: own }));
        return changed;
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'customer_notes';

const WITHOUT_SUBJECT = { omit: { subject: true } } as const;

function read(tx: Transaction, id: string): Promise<CustomerNote> {
  return tx.customerNote.findFirstOrThrow({ where: { id }, ...WITHOUT_SUBJECT });
}
