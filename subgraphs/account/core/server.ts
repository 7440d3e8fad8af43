import type { WholeMessage } from '@commerce/platform/grpc/proto';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Account as AccountMessage } from '../generated/proto/commerce/account/v1/Account.ts';
import type { AccountServiceDefinition } from '../generated/proto/commerce/account/v1/AccountService.ts';
import type { Account } from './account.ts';
import type { AccountService } from './service.ts';

/** Turns messages into domain values and back. */
export function createAccountHandlers(service: AccountService): UnaryHandlers<AccountServiceDefinition> {
  return {
    createAccount: async ({ requestId: idempotencyKey, ...account }) => ({
      account: toMessage(await service.createAccount({ ...account, idempotencyKey })),
    }),
    getAccount: async ({ id }) => ({ account: toMessage(await service.getAccount(id)) }),
    batchGetAccounts: async ({ ids }) => {
      const accounts = await service.batchGetAccounts(ids);
      return { results: accounts.map((account) => ({ account: account && toMessage(account) })) };
    },
    listAccounts: async (request) => {
      const { items, ...tokens } = await service.listAccounts(request);
      return { accounts: items.map(toMessage), ...tokens };
    },
    updateAccount: async ({ requestId: idempotencyKey, ...account }) => ({
      account: toMessage(await service.updateAccount({ ...account, idempotencyKey })),
    }),
  };
}

type Message = WholeMessage<AccountMessage>;

/** Does not compile when an account has a field that the message has not, or the other way round. */
function toMessage({ createdAt, ...fields }: Account): Message {
  return { ...(fields satisfies Pick<Message, keyof typeof fields>), createTime: toTimestamp(createdAt) };
}
