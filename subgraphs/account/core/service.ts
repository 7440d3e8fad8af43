import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import type { Account, AccountFields, NewAccount, ReadAccount } from './account.ts';
import { checkAccount } from './check-account.ts';
import type { AccountRepository } from './repository.ts';

/** The rules for accounts; the contract of each function is its RPC's, in account_service.proto. */
export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(repository: AccountRepository) {
  return {
    async createAccount(input: NewAccount & { idempotencyKey: string }): Promise<Account> {
      const { account, key } = checkInput(input);
      return await repository.create(account, keyedRequest('CreateAccount', key, account));
    },

    getAccount: (id: string, fields: AccountFields): Promise<ReadAccount> =>
      getById('account', id, (ids) => repository.findMany(ids, fields)),

    batchGetAccounts(ids: string[], fields: AccountFields): Promise<(ReadAccount | undefined)[]> {
      const read = (known: string[]) => repository.findMany(known, fields);
      return batchById('ids', ids, read, (account) => account.id);
    },

    listAccounts: async (page: PageRequest, fields: AccountFields): Promise<Page<ReadAccount>> =>
      await repository.list(checkPageRequest(page), fields),

    async updateAccount(
      input: NewAccount & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<Account> {
      const id = checkUuid('id', input.id);
      const { account, key } = checkInput(input);
      const { expectedVersion } = input;
      const request = keyedRequest('UpdateAccount', key, { id, ...account, expectedVersion });
      return await repository.update(id, account, expectedVersion, request);
    },
  };
}

function checkInput(input: NewAccount & { idempotencyKey: string }) {
  return checkAll((violations) => ({
    account: checkAccount(violations, input),
    key: checkIdempotencyKey(violations, input.idempotencyKey),
  }));
}
