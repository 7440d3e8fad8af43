import type { Caller } from '@commerce/platform/auth/caller';
import { ownerOf } from '@commerce/platform/auth/reach';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import type { Count } from '@commerce/platform/lists/count';
import { type Lookup, toLookups } from '@commerce/platform/lists/lookup';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import type { Account, AccountFields, AccountInput, ReadAccount } from './account.ts';
import { checkAccount, checkSubject } from './check-account.ts';
import { checkMayLink, mayChange, mayRead, missesAccounts, ownerOfNew } from './policy.ts';
import type { AccountRepository } from './repository.ts';

/** The rules for accounts; the contract of each function is its RPC's, in account_service.proto. */
export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(repository: AccountRepository) {
  return {
    async createAccount(caller: Caller, input: AccountInput & { idempotencyKey: string }): Promise<Account> {
      const subject = ownerOfNew(caller);
      const { account, key } = checkInput(input);
      return await repository.create({ ...account, subject }, keyedRequest(caller, 'CreateAccount', key, account));
    },

    async getMyAccount(caller: Caller, fields: AccountFields): Promise<ReadAccount | undefined> {
      const subject = ownerOf(caller);
      return subject === undefined ? undefined : await repository.findBySubject(subject, fields);
    },

    async getAccount(caller: Caller, id: string, fields: AccountFields): Promise<ReadAccount> {
      const reach = mayRead(caller);
      return await getById('account', id, (ids) => repository.findMany(reach, ids, fields));
    },

    async batchGetAccounts(caller: Caller, ids: string[], fields: AccountFields): Promise<Lookup<ReadAccount>[]> {
      const reach = mayRead(caller);
      const read = (known: string[]) => repository.findMany(reach, known, fields);
      return toLookups(await batchById('ids', ids, read, (account) => account.id), missesAccounts(caller));
    },

    listAccounts: async (caller: Caller, page: PageRequest, fields: AccountFields): Promise<Page<ReadAccount>> =>
      await repository.list(mayRead(caller), checkPageRequest(page), fields),

    countAccounts: async (caller: Caller): Promise<Count> => await repository.count(mayRead(caller)),

    async updateAccount(
      caller: Caller,
      input: AccountInput & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<Account> {
      const reach = mayChange(caller);
      const id = checkUuid('id', input.id);
      const { account, key } = checkInput(input);
      const { expectedVersion } = input;
      const request = keyedRequest(caller, 'UpdateAccount', key, { id, ...account, expectedVersion });
      return await repository.update(reach, id, account, expectedVersion, request);
    },

    async linkAccount(
      caller: Caller,
      input: { id: string; subject: string; currentSubject?: string; idempotencyKey: string },
    ): Promise<Account> {
      checkMayLink(caller);
      const id = checkUuid('id', input.id);
      const { subject, currentSubject, key } = checkAll((violations) => ({
        subject: checkSubject(violations, 'subject', input.subject),
        currentSubject: input.currentSubject ? checkSubject(violations, 'currentSubject', input.currentSubject) : null,
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      const link = { subject, currentSubject };
      return await repository.link(id, link, keyedRequest(caller, 'LinkAccount', key, { id, ...link }));
    },
  };
}

function checkInput(input: AccountInput & { idempotencyKey: string }) {
  return checkAll((violations) => ({
    account: checkAccount(violations, input),
    key: checkIdempotencyKey(violations, input.idempotencyKey),
  }));
}
