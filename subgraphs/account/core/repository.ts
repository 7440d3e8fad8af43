import { type Reach, whereReached } from '@commerce/platform/auth/reach';
import { DomainError } from '@commerce/platform/errors/domain-error';
import { changeRefused, unknownEntity } from '@commerce/platform/errors/entity-errors';
import { type Count, MAX_COUNT, toCount } from '@commerce/platform/lists/count';
import { type Page, type PageRequest, toPage } from '@commerce/platform/lists/page';
import { newId } from '@commerce/platform/values/uuid';
import { tokenAfter } from '@commerce/platform/lists/newest-first-token';
import { newestFirst, oldestFirst, whereAfter } from '@commerce/platform/postgres/newest-first-query';
import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import { once } from '@commerce/platform/postgres/once';
import { selectOf } from '@commerce/platform/postgres/select-list';
import { columnsOf } from '@commerce/platform/values/columns-of';
import { Prisma, type PrismaClient } from '../generated/prisma/client.ts';
import type { Account, AccountFields, AccountInput, AccountLink, NewAccount, ReadAccount } from './account.ts';

/** Stores accounts. */
export type AccountRepository = ReturnType<typeof createAccountRepository>;

export function createAccountRepository(db: PrismaClient) {
  return {
    /** @throws DomainError AlreadyExists when its subject has one. */
    async create(account: NewAccount, request: KeyedRequest | undefined): Promise<Account> {
      const id = newId();
      const write = async (tx: Transaction) => {
        const [opened] = await tx.account.createManyAndReturn({ data: { id, ...account }, skipDuplicates: true });
        if (!opened) throw accountExists();
        return opened;
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** The accounts with these ids that exist for the caller, in any order. */
    findMany(reach: Reach, ids: string[], fields: AccountFields): Promise<ReadAccount[]> {
      return db.account.findMany({ where: { id: { in: ids }, ...whereReached(reach) }, ...accountQuery(fields) });
    },

    async findBySubject(subject: string, fields: AccountFields): Promise<ReadAccount | undefined> {
      const [found] = await db.account.findMany({ where: { subject }, ...accountQuery(fields) });
      return found;
    },

    /** @throws DomainError InvalidArgument when the page token is not this list's. */
    async list(reach: Reach, page: PageRequest, fields: AccountFields): Promise<Page<ReadAccount>> {
      const { pageSize, pageToken, skip, fromEnd = false } = page;
      const rows = await db.account.findMany({
        where: { ...whereAfter(LIST, pageToken, fromEnd), ...whereReached(reach) },
        orderBy: fromEnd ? oldestFirst : newestFirst,
        skip,
        take: pageSize + 1,
        ...accountQuery({ ...fields, createdAt: true }),
      });
      return toPage(rows, page, (account) => tokenAfter(LIST, account));
    },

    /** How many accounts `list` goes through. */
    async count(reach: Reach): Promise<Count> {
      return toCount(await db.account.count({ where: whereReached(reach), take: MAX_COUNT + 1 }));
    },

    /** @throws DomainError NotFound, or Conflict when the version is not the expected one. */
    async update(
      reach: Reach,
      id: string,
      change: AccountInput,
      expectedVersion: number | undefined,
      request: KeyedRequest | undefined,
    ): Promise<Account> {
      const own = { id, ...whereReached(reach) };
      const write = async (tx: Transaction) => {
        const [changed] = await tx.account.updateManyAndReturn({
          where: { ...own, ...(expectedVersion !== undefined && { version: expectedVersion }) },
          data: { ...change, version: { increment: 1 } },
        });
        if (!changed) throw changeRefused('account', id, await tx.account.findFirst({ where: own }));
        return changed;
      };
      return await (request ? once(db, request, id, write, read) : write(db));
    },

    /** @throws DomainError NotFound, FailedPrecondition when it is another's, or AlreadyExists when the subject has another. */
    async link(
      id: string,
      { subject, currentSubject }: AccountLink,
      request: KeyedRequest | undefined,
    ): Promise<Account> {
      const write = async (tx: Transaction) => {
        const [linked] = await tx.account.updateManyAndReturn({
          where: { id, subject: currentSubject },
          data: { subject, version: { increment: 1 } },
        });
        if (linked) return linked;
        const found = await tx.account.findFirst({ where: { id } });
        if (!found) throw unknownEntity('account', id);
        if (found.subject !== subject) throw accountLinked(id);
        return found;
      };
      return await (request ? once(db, request, id, write, read) : write(db)).catch((error: unknown) => {
        throw isOfTwo(error) ? subjectHasAccount() : error;
      });
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

/** Would a value that only one may have be of two? https://www.prisma.io/docs/orm/reference/error-reference#p2002 */
function isOfTwo(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002';
}

function accountLinked(id: string): DomainError {
  const description = `must be the subject that account ${id} belongs to, to give it to another`;
  return new DomainError('FailedPrecondition', `Account ${id} belongs to somebody else.`, {
    reason: 'ACCOUNT_LINKED',
    fieldViolations: [{ field: 'currentSubject', description }],
  });
}

function subjectHasAccount(): DomainError {
  const description = 'has another account, and can have one';
  return new DomainError('AlreadyExists', 'The subject has another account, and can have one.', {
    reason: 'SUBJECT_HAS_ACCOUNT',
    fieldViolations: [{ field: 'subject', description }],
  });
}

function accountExists(): DomainError {
  return new DomainError('AlreadyExists', 'Whoever asks has an account, and can have no other.', {
    reason: 'ACCOUNT_EXISTS',
  });
}
