import { conflict, notFound } from '@commerce/platform/errors/domain-error';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once } from '@commerce/platform/postgres/once';
import type { CustomerNote, Prisma, PrismaClient } from '../generated/prisma/client.ts';
// with --extends
import { listCustomerNotesByShopItem } from './customer-notes-by-shop-item.ts';
// end of --extends

export type { CustomerNote } from '../generated/prisma/client.ts';

/** What is asked for when a customer note is made. */
export interface NewCustomerNote {
  // with --extends
  shopItemId: string;
  // end of --extends
  name: string;
}

/** Stores customer notes. */
export type ExampleRepository = ReturnType<typeof createExampleRepository>;

export function createExampleRepository(db: PrismaClient) {
  return {
    async create(customerNote: NewCustomerNote, request: KeyedRequest | undefined): Promise<CustomerNote> {
      const id = newId();
      const write = (tx: Transaction) => tx.customerNote.create({ data: { ...customerNote, id } });
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The customer notes with these ids that exist, in any order. */
    findMany(ids: string[]): Promise<CustomerNote[]> {
      return db.customerNote.findMany({ where: { id: { in: ids } } });
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list({ pageSize, pageToken, skip }: PageRequest): Promise<Page<CustomerNote>> {
      const rows = await db.customerNote.findMany({
        where: whereAfter(LIST, pageToken),
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
      });
      return toPage(rows, pageSize, (customerNote) => tokenAfter(LIST, customerNote));
    },

    // with --extends
    listByShopItem: (shopItemIds: string[], page: PageRequest) => listCustomerNotesByShopItem(db, shopItemIds, page),

    // end of --extends
    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      id: string,
      change: { name: string },
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<CustomerNote> {
      const write = async (tx: Transaction) => {
        const [changed] = await tx.customerNote.updateManyAndReturn({
          where: { id, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...change, version: { increment: 1 } },
        });
        return changed ?? (await explainMiss(tx, id));
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'customer_notes';

function read(tx: Transaction, id: string): Promise<CustomerNote> {
  return tx.customerNote.findUniqueOrThrow({ where: { id } });
}

/** Why an update changed nothing: the customer note is not there, or it is at another version. */
async function explainMiss(tx: Transaction, id: string): Promise<never> {
  const customerNote = await tx.customerNote.findUnique({ where: { id } });
  if (!customerNote) throw notFound({ field: 'id', description: `There is no customer note ${id}.` });
  throw conflict({
    field: 'expectedVersion',
    description: `The customer note has version ${customerNote.version} now; read it again before you change it.`,
  });
}
