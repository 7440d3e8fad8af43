import type { WholeMessage } from '@commerce/platform/grpc/proto';
import { readMaskOf } from '@commerce/platform/grpc/read-mask';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import { accountService } from '../client.ts';
import type { Account as AccountMessage } from '../generated/proto/commerce/account/v1/Account.ts';
import type { AccountServiceDefinition } from '../generated/proto/commerce/account/v1/AccountService.ts';
import type { Account, ReadAccount } from './account.ts';
import type { AccountService } from './service.ts';

/** Turns messages into domain values and back. */
export function createAccountHandlers(service: AccountService): UnaryHandlers<AccountServiceDefinition> {
  return {
    createAccount: async ({ requestId: idempotencyKey, ...account }, caller) => ({
      account: toMessage(await service.createAccount(caller, { ...account, idempotencyKey })),
    }),
    getAccount: async ({ id, readMask }, caller) => ({
      account: toMessage(await service.getAccount(caller, id, fieldsOf(readMask))),
    }),
    getMyAccount: async ({ readMask }, caller) => {
      const account = await service.getMyAccount(caller, fieldsOf(readMask));
      return { account: account && toMessage(account) };
    },
    batchGetAccounts: async ({ ids, readMask }, caller) => {
      const accounts = await service.batchGetAccounts(caller, ids, fieldsOf(readMask));
      return { results: accounts.map(({ found, notFound }) => ({ account: found && toMessage(found), notFound })) };
    },
    listAccounts: async ({ readMask, ...page }, caller) => {
      const { items, ...tokens } = await service.listAccounts(caller, page, fieldsOf(readMask));
      return { accounts: items.map(toMessage), ...tokens };
    },
    countAccounts: (_, caller) => service.countAccounts(caller),
    linkAccount: async ({ requestId: idempotencyKey, ...link }, caller) => ({
      account: toMessage(await service.linkAccount(caller, { ...link, idempotencyKey })),
    }),
    updateAccount: async ({ requestId: idempotencyKey, ...account }, caller) => ({
      account: toMessage(await service.updateAccount(caller, { ...account, idempotencyKey })),
    }),
  };
}

type Message = WholeMessage<AccountMessage>;

const fieldsOf = readMaskOf<AccountMessage, Account>(accountService, 'Account', { createTime: ['createdAt'] });

/** Does not compile when an account has a field that the message has not, or the other way round. */
function toMessage({ createdAt, ...fields }: ReadAccount): Message {
  return { ...(fields satisfies Pick<Message, keyof typeof fields>), createTime: createdAt && toTimestamp(createdAt) };
}
