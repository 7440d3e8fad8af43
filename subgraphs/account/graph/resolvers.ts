import { join } from 'node:path';
import { inClientNames } from '@commerce/platform/graphql/client-names';
import { countedConnection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { readMasks } from '@commerce/platform/graphql/read-mask';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import { accountService } from '../client.ts';
import type { MutationResolvers, Resolvers } from '../generated/graphql.ts';
import { mapping } from './mapping.ts';

const readMask = readMasks(accountService, mapping);

export const resolvers: Resolvers = {
  DateTime,

  Query: {
    me: (_, _args, { ownAccount }, info) => ownAccount.load('me', readMask(info)),
    account: (_, { id }, { accountById }, info) => accountById.load(checkUuid('id', id), readMask(info)),
    accounts: (_, { pagination, id }, { client, accountById }, info) =>
      listByPosition(pagination, async (page) => {
        if (id == null) return (await client.listAccounts({ ...page, readMask: readMask(info) })).accounts;
        const account = await accountById.load(checkUuid('id', id), readMask(info));
        return account ? [account] : [];
      }),
    accountsConnection: (_, args, { client }, info) =>
      countedConnection(
        args,
        async (page) => {
          const { accounts: items, ...tokens } = await client.listAccounts({ ...page, readMask: readMask(info) });
          return { items, ...tokens };
        },
        () => client.countAccounts({}),
      ),
  },

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createAccount: async (_, { account, idempotencyKey }, { client }) =>
      (await client.createAccount({ ...account, requestId: toRequestId(idempotencyKey) })).account,
    updateAccount: async (_, { account, idempotencyKey, ...update }, { client }) =>
      (await client.updateAccount({ ...account, ...update, requestId: toRequestId(idempotencyKey) })).account,
    linkAccount: async (_, { idempotencyKey, ...link }, { client }) =>
      (await client.linkAccount({ ...link, requestId: toRequestId(idempotencyKey) })).account,
  }),

  AccountConnection: {
    totalCount: async ({ count }) => (await count()).count,
    totalCountIsExact: async ({ count }) => (await count()).isExact,
  },

  Account: {
    __resolveReference: ({ id }, { accountById }, info) => accountById.loadReference(id, readMask(info, 'Account')),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
  },
};
