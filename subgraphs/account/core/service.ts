import { notFound } from '@commerce/platform/errors/domain-error';
import { batchById } from '@commerce/platform/input/batch';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/input/page';
import { checkRequestId } from '@commerce/platform/input/request-id';
import { checkText } from '@commerce/platform/input/text';
import { checkUuid } from '@commerce/platform/input/uuid';
import { collectViolations } from '@commerce/platform/input/violations';
import { onceRequest } from '@commerce/platform/input/once-request';
import type { Account, AccountRepository } from './repository.ts';

/** The rules for accounts; the contract of each function is its RPC's, in account_service.proto. */
export type AccountService = ReturnType<typeof createAccountService>;

export function createAccountService(repository: AccountRepository) {
  return {
    async createAccount(input: { name: string; requestId: string }): Promise<Account> {
      const { name, requestId } = checkAccount(input);
      return await repository.create(name, onceRequest('CreateAccount', requestId, { name }));
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
      requestId: string;
    }): Promise<Account> {
      const id = checkUuid('id', input.id);
      const { name, requestId } = checkAccount(input);
      const { expectedVersion } = input;
      const request = onceRequest('UpdateAccount', requestId, { id, name, expectedVersion });
      return await repository.update(id, { name }, expectedVersion, request);
    },
  };
}

const NAME = { max: 200 };

function checkAccount(input: { name: string; requestId: string }) {
  const violations = collectViolations();
  const name = checkText(violations, 'name', input.name, NAME);
  const requestId = checkRequestId(violations, input.requestId);
  violations.throwIfAny();
  return { name, requestId };
}
