import { notFound } from '@commerce/platform/errors/domain-error';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { collectViolations } from '@commerce/platform/values/violations';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import type { Account, AccountRepository } from './repository.ts';

/** The rules for accounts; the contract of each function is its RPC's, in account_service.proto. */
export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(repository: AccountRepository) {
  return {
    async createAccount(input: { name: string; idempotencyKey: string }): Promise<Account> {
      const { name, idempotencyKey } = checkAccount(input);
      return await repository.create(name, keyedRequest('CreateAccount', idempotencyKey, { name }));
    },

    async getAccount(id: string): Promise<Account> {
      const [account] = await repository.findMany([checkUuid('id', id)]);
      if (!account) throw notFound({ field: 'id', description: `There is no account ${id}.` });
      return account;
    },

    batchGetAccounts(ids: string[]): Promise<(Account | undefined)[]> {
      return batchById('ids', ids, repository.findMany, (account) => account.id);
    },

    async listAccounts(request: PageRequest): Promise<Page<Account>> {
      return await repository.list(checkPageRequest(request));
    },

    async updateAccount(input: {
      id: string;
      name: string;
      expectedVersion: number | undefined;
      idempotencyKey: string;
    }): Promise<Account> {
      const id = checkUuid('id', input.id);
      const { name, idempotencyKey } = checkAccount(input);
      const { expectedVersion } = input;
      const request = keyedRequest('UpdateAccount', idempotencyKey, { id, name, expectedVersion });
      return await repository.update(id, { name }, expectedVersion, request);
    },
  };
}

const NAME = { max: 200 };

function checkAccount(input: { name: string; idempotencyKey: string }) {
  const violations = collectViolations();
  const name = checkText(violations, 'name', input.name, NAME);
  const idempotencyKey = checkIdempotencyKey(violations, input.idempotencyKey);
  violations.throwIfAny();
  return { name, idempotencyKey };
}
