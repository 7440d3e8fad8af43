import { changeRefused } from '@commerce/platform/errors/entity-errors';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
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
import { listCustomerNotesByShopItem } from './customer-notes-by-shop-item.ts';
// end of --extends

/** Stores customer notes. */
export type ExampleRepository = ReturnType<typeof createExampleRepository>;

export function createExampleRepository(db: PrismaClient) {
  return {
    async create(customerNote: NewCustomerNote, request: KeyedRequest | undefined): Promise<CustomerNote> {
      const id = newId();
      const write = (tx: Transaction) => tx.customerNote.create({ data: { id, ...customerNote } });
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The customer notes with these ids that exist, in any order. */
    findMany(ids: string[], fields: CustomerNoteFields): Promise<ReadCustomerNote[]> {
      return db.customerNote.findMany({ where: { id: { in: ids } }, select: selectOf(customerNoteColumns(fields)) });
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list(
      { pageSize, pageToken, skip }: PageRequest,
      fields: CustomerNoteFields,
    ): Promise<Page<ReadCustomerNote>> {
      const rows = await db.customerNote.findMany({
        where: whereAfter(LIST, pageToken),
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
        select: selectOf(customerNoteColumns(fields)),
      });
      return toPage(rows, pageSize, (customerNote) => tokenAfter(LIST, customerNote));
    },

    // with --extends
    listByShopItem: (shopItemIds: string[], page: PageRequest, fields: CustomerNoteFields) =>
      listCustomerNotesByShopItem(db, shopItemIds, page, fields),

    // end of --extends
    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      id: string,
      change: CustomerNoteChange,
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<CustomerNote> {
      const write = async (tx: Transaction) => {
        const [changed] = await tx.customerNote.updateManyAndReturn({
          where: { id, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...change, version: { increment: 1 } },
        });
        if (!changed) throw changeRefused('customer note', id, await tx.customerNote.findFirst({ where: { id } }));
        return changed;
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'customer_notes';

function read(tx: Transaction, id: string): Promise<CustomerNote> {
  return tx.customerNote.findFirstOrThrow({ where: { id } });
}
