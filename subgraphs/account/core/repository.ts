import { conflict, notFound } from '@commerce/platform/errors/domain-error';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once } from '@commerce/platform/postgres/once';
import type { Account, Prisma, PrismaClient } from '../generated/prisma/client.ts';

export type { Account } from '../generated/prisma/client.ts';

/** Stores accounts. */
export type AccountRepository = ReturnType<typeof createAccountRepository>;

export function createAccountRepository(db: PrismaClient) {
  return {
    async create(name: string, request: KeyedRequest | undefined): Promise<Account> {
      const id = newId();
      const write = (tx: Transaction) => tx.account.create({ data: { id, name } });
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The accounts with these ids that exist, in any order. */
    findMany(ids: string[]): Promise<Account[]> {
      return db.account.findMany({ where: { id: { in: ids } } });
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list({ pageSize, pageToken, skip }: PageRequest): Promise<Page<Account>> {
      const rows = await db.account.findMany({
        where: whereAfter(LIST, pageToken),
        orderBy: newestFirst,
        skip,
        take: pageSize + 1,
      });
      return toPage(rows, pageSize, (account) => tokenAfter(LIST, account));
    },

    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      id: string,
      change: { name: string },
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<Account> {
      const write = async (tx: Transaction) => {
        const [changed] = await tx.account.updateManyAndReturn({
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

const LIST = 'accounts';

function read(tx: Transaction, id: string): Promise<Account> {
  return tx.account.findUniqueOrThrow({ where: { id } });
}

/** Why an update changed nothing: the account is not there, or it is at another version. */
async function explainMiss(tx: Transaction, id: string): Promise<never> {
  const account = await tx.account.findUnique({ where: { id } });
  if (!account) throw notFound({ field: 'id', description: `There is no account ${id}.` });
  throw conflict({
    field: 'expectedVersion',
    description: `The account has version ${account.version} now; read it again before you change it.`,
  });
}
