import { changeRefused } from '@commerce/platform/errors/entity-errors';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once } from '@commerce/platform/postgres/once';
import { selectOf } from '@commerce/platform/postgres/select-list';
import { columnsOf } from '@commerce/platform/values/columns-of';
import type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Account, AccountFields, NewAccount, ReadAccount } from './account.ts';

/** Stores accounts. */
export type AccountRepository = ReturnType<typeof createAccountRepository>;

export function createAccountRepository(db: PrismaClient) {
  return {
    async create(account: NewAccount, request: KeyedRequest | undefined): Promise<Account> {
      const id = newId();
      const write = (tx: Transaction) => tx.account.create({ data: { id, ...account } });
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The accounts with these ids that exist, in any order. */
    findMany(ids: string[], fields: AccountFields): Promise<ReadAccount[]> {
      return db.account.findMany({ where: { id: { in: ids } }, ...accountQuery(fields) });
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list({ pageSize, pageToken, skip }: PageRequest, fields: AccountFields): Promise<Page<ReadAccount>> {
      const rows = await db.account.findMany({
        where: whereAfter(LIST, pageToken),
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
        ...accountQuery({ ...fields, createdAt: true }),
      });
      return toPage(rows, pageSize, (account) => tokenAfter(LIST, account));
    },

    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      id: string,
      change: NewAccount,
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<Account> {
      const write = async (tx: Transaction) => {
        const [changed] = await tx.account.updateManyAndReturn({
          where: { id, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...change, version: { increment: 1 } },
        });
        if (!changed) throw changeRefused('account', id, await tx.account.findFirst({ where: { id } }));
        return changed;
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },
  };
}

type Transaction = Prisma.TransactionClient;

const LIST = 'accounts';

/** Tells Prisma to read what is wanted of accounts. Does not compile when a field has no column. */
function accountQuery(fields: AccountFields) {
  return { select: selectOf(columnsOf<Account, AccountColumn>({ ...fields, id: true }, {})) };
}

type AccountColumn = keyof typeof Prisma.AccountScalarFieldEnum;

function read(tx: Transaction, id: string): Promise<Account> {
  return tx.account.findFirstOrThrow({ where: { id } });
}
