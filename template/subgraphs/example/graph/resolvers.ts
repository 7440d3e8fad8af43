import { join } from 'node:path';
import { inClientNames } from '@commerce/platform/graphql/client-names';
import { connection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { MutationResolvers, Resolvers } from '../generated/graphql.ts';
import { forgetReads } from './context.ts';
import { mapping } from './mapping.ts';

export const resolvers: Resolvers = {
  DateTime,

  Query: {
    customerNote: (_, { id }, { customerNoteById }) => customerNoteById.load(checkUuid('id', id)),
    customerNotes: (_, { pagination }, { client }) =>
      listByPosition(pagination, async (page) => (await client.listCustomerNotes(page)).customerNotes),
    customerNotesConnection: (_, args, { client }) =>
      connection(args, async (page) => {
        const { customerNotes: items, ...tokens } = await client.listCustomerNotes(page);
        return { items, ...tokens };
      }),
  },

  Mutation: inClientNames<MutationResolvers>(join(import.meta.dirname, 'schema.graphql'), mapping, {
    createCustomerNote: async (_, { customerNote: input, idempotencyKey }, context) => {
      const requestId = toRequestId(idempotencyKey);
      const { customerNote } = await context.client.createCustomerNote({ ...input, requestId });
      forgetReads(context);
      return customerNote;
    },
    updateCustomerNote: async (_, { customerNote: input, ...update }, context) => {
      const { customerNote } = await context.client.updateCustomerNote({ ...input, ...update });
      forgetReads(context);
      return customerNote;
    },
  }),

  CustomerNote: {
    __resolveReference: ({ id }, { customerNoteById }) => customerNoteById.load(id),
    createdAt: ({ createTime }) => fromTimestamp(createTime),
    // with --extends
    shopItem: ({ shopItemId }) => ({ id: shopItemId }),
    // end of --extends
  },
  // with --extends

  // An id that nobody knows has no customer notes: whether it exists is for the subgraph that owns it to say.
  ShopItem: {
    __resolveReference: ({ id }) => ({ id }),
    customerNotes: ({ id }, { pagination }, { customerNotesByShopItem }) =>
      listByPosition(pagination, async (page) => (await customerNotesByShopItem.load({ key: id, ...page })).items),
    customerNotesConnection: ({ id }, args, { customerNotesByShopItem }) =>
      connection(args, (page) => customerNotesByShopItem.load({ key: id, ...page })),
  },
  // end of --extends
};
