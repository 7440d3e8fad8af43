import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { AccountServiceDefinition } from '../generated/proto/commerce/account/v1/AccountService.ts';
import type { Account as AccountMessage } from '../generated/proto/commerce/account/v1/Account.ts';
import type { Account } from './repository.ts';
import type { AccountService } from './service.ts';

/** Turns messages into domain values and back. */
export function createAccountHandlers(service: AccountService): UnaryHandlers<AccountServiceDefinition> {
  return {
    createAccount: async ({ name, requestId }) => ({
      account: toMessage(await service.createAccount({ name, idempotencyKey: requestId })),
    }),
    getAccount: async ({ id }) => ({ account: toMessage(await service.getAccount(id)) }),
    batchGetAccounts: async ({ ids }) => {
      const accounts = await service.batchGetAccounts(ids);
      return { results: accounts.map((account) => ({ account: account ? toMessage(account) : null })) };
    },
    listAccounts: async (request) => {
      const { items, ...tokens } = await service.listAccounts(request);
      return { accounts: items.map(toMessage), ...tokens };
    },
    updateAccount: async ({ id, name, expectedVersion, requestId }) => ({
      account: toMessage(await service.updateAccount({ id, name, expectedVersion, idempotencyKey: requestId })),
    }),
  };
}

function toMessage({ id, name, createdAt, version }: Account): AccountMessage {
  return { id, name, createTime: toTimestamp(createdAt), version };
}
