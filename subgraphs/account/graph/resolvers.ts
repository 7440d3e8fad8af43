import { renameFields } from '@commerce/platform/errors/rename-fields';
import { connection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { Resolvers } from '../generated/graphql.ts';

export const resolvers: Resolvers = {
  DateTime,

  Query: {
    account: (_, { id }, { accountById }) => accountById.load(checkUuid('id', id)),
    accounts: (_, { pagination, id }, { client, accountById }) =>
      listByPosition(pagination, async (page) => {
        if (id == null) return (await client.listAccounts(page)).accounts;
        const account = await accountById.load(checkUuid('id', id));
        return account ? [account] : [];
      }),
    accountsConnection: (_, args, { client }) =>
      connection(args, async (page) => {
        const { accounts: items, ...tokens } = await client.listAccounts(page);
        return { items, ...tokens };
      }),
  },

  Mutation: {
    createAccount: (_, { account: { name }, idempotencyKey }, { client }) =>
      renameFields({ name: 'account.name', requestId: 'idempotencyKey' }, async () => {
        const { account } = await client.createAccount({ name, requestId: toRequestId(idempotencyKey) });
        return account;
      }),
    updateAccount: (_, { id, account: { name }, expectedVersion }, { client }) =>
      renameFields({ name: 'account.name' }, async () => {
        const { account } = await client.updateAccount({
          id,
          name,
          ...(expectedVersion != null && { expectedVersion }),
        });
        return account;
      }),
  },

  Account: {
    __resolveReference: ({ id }, { accountById }) => accountById.load(id),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
  },
};
