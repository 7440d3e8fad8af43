import { join } from 'node:path';
import { inClientNames } from '@commerce/platform/graphql/client-names';
import { connection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { MutationResolvers, Resolvers } from '../generated/graphql.ts';
import { mapping } from './mapping.ts';

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

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createAccount: async (_, { account, idempotencyKey }, { client }) =>
      (await client.createAccount({ ...account, requestId: toRequestId(idempotencyKey) })).account,
    updateAccount: async (_, { account, ...update }, { client }) =>
      (await client.updateAccount({ ...account, ...update })).account,
  }),

  Account: {
    __resolveReference: ({ id }, { accountById }) => accountById.load(id),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
  },
};
