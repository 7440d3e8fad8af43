import { renameFields } from '@commerce/platform/errors/rename-fields';
import { connection } from '@commerce/platform/graphql/connection';
import { toRequestId } from '@commerce/platform/graphql/idempotency-key';
import { listByPosition } from '@commerce/platform/graphql/pagination';
import { DateTime } from '@commerce/platform/graphql/scalars';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { checkUuid } from '@commerce/platform/values/uuid';
import type { Resolvers } from '../generated/graphql.ts';
import { forgetReads } from './context.ts';

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

  Mutation: {
    createCustomerNote: (_, { customerNote: input, idempotencyKey }, context) =>
      renameFields(FIELDS, async () => {
        const requestId = toRequestId(idempotencyKey);
        const { customerNote } = await context.client.createCustomerNote({ ...input, requestId });
        forgetReads(context);
        return customerNote;
      }),
    updateCustomerNote: (_, { id, customerNote: { name }, expectedVersion }, context) =>
      renameFields({ name: 'customerNote.name' }, async () => {
        const { customerNote } = await context.client.updateCustomerNote({
          id,
          name,
          ...(expectedVersion != null && { expectedVersion }),
        });
        forgetReads(context);
        return customerNote;
      }),
  },

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

/** What the core calls by other names than the schema. */
const FIELDS = {
  name: 'customerNote.name',
  // with --extends
  shopItemId: 'customerNote.shopItemId',
  // end of --extends
  requestId: 'idempotencyKey',
};
