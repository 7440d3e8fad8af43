import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import type { Account, NewAccount } from './account.ts';
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

    getAccount: (id: string): Promise<Account> => getById('account', id, repository.findMany),

    batchGetAccounts: (ids: string[]): Promise<(Account | undefined)[]> =>
      batchById('ids', ids, repository.findMany, (account) => account.id),

    listAccounts: async (request: PageRequest): Promise<Page<Account>> =>
      await repository.list(checkPageRequest(request)),

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
