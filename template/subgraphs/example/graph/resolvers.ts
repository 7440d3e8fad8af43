import { join } from 'node:path';
import { inClientNames } from '@commerce/platform/graphql/client-names';
import { countedConnection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { readMasks } from '@commerce/platform/graphql/read-mask';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import { exampleService } from '../client.ts';
import type { MutationResolvers, Resolvers } from '../generated/graphql.ts';
import { forgetReads } from './context.ts';
import { mapping } from './mapping.ts';

const readMask = readMasks(exampleService, mapping);

export const resolvers: Resolvers = {
  DateTime,

  Query: {
    customerNote: (_, { id }, { customerNoteById }, info) => customerNoteById.load(checkUuid('id', id), readMask(info)),
    customerNotes: (_, { pagination }, { client }, info) =>
      listByPosition(pagination, async (page) => {
        const { customerNotes } = await client.listCustomerNotes({ ...page, readMask: readMask(info) });
        return customerNotes;
      }),
    customerNotesConnection: (_, args, { client }, info) =>
      countedConnection(
        args,
        async (page) => {
          const request = { ...page, readMask: readMask(info) };
          const { customerNotes: items, ...tokens } = await client.listCustomerNotes(request);
          return { items, ...tokens };
        },
        () => client.countCustomerNotes({}),
      ),
  },

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createCustomerNote: async (_, { customerNote: input, idempotencyKey }, context) => {
      const requestId = toRequestId(idempotencyKey);
      const { customerNote } = await context.client.createCustomerNote({ ...input, requestId });
      forgetReads(context);
      return customerNote;
    },
    updateCustomerNote: async (_, { customerNote: input, idempotencyKey, ...update }, context) => {
      const requestId = toRequestId(idempotencyKey);
      const { customerNote } = await context.client.updateCustomerNote({ ...input, ...update, requestId });
      forgetReads(context);
      return customerNote;
    },
  }),

  CustomerNoteConnection: {
    totalCount: async ({ count }) => (await count()).count,
    totalCountIsExact: async ({ count }) => (await count()).isExact,
  },

  CustomerNote: {
    __resolveReference: ({ id }, { customerNoteById }, info) =>
      customerNoteById.loadReference(id, readMask(info, 'CustomerNote')),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
    // with --extends
    shopItem: ({ shopItemId }) => ({ id: shopItemId }),
    // end of --extends
  },
  // with --extends

  // An id that nobody knows has no customer notes: whether it exists is for the subgraph that owns it to say.
  ShopItem: {
    __resolveReference: ({ id }) => ({ id }),
    customerNotes: ({ id }, { pagination }, { customerNotesByShopItem }, info) =>
      listByPosition(pagination, async (page) => {
        const { items } = await customerNotesByShopItem.load({ key: id, ...page }, readMask(info));
        return items;
      }),
    customerNotesConnection: ({ id }, args, { customerNotesByShopItem, customerNoteCountByShopItem }, info) =>
      countedConnection(
        args,
        (page) => customerNotesByShopItem.load({ key: id, ...page }, readMask(info)),
        () => customerNoteCountByShopItem.load(id),
      ),
  },
  // end of --extends
};
