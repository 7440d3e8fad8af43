import type { WholeMessage } from '@commerce/platform/grpc/proto';
import { readMaskOf } from '@commerce/platform/grpc/read-mask';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Page } from '@commerce/platform/lists/page';
import { exampleService } from '../client.ts';
import type { CustomerNote as CustomerNoteMessage } from '../generated/proto/commerce/example/v1/CustomerNote.ts';
import type { ExampleServiceDefinition } from '../generated/proto/commerce/example/v1/ExampleService.ts';
import type { CustomerNote, ReadCustomerNote } from './customer-note.ts';
import type { ExampleService } from './service.ts';

/** Turns messages into domain values and back. */
export function createExampleHandlers(service: ExampleService): UnaryHandlers<ExampleServiceDefinition> {
  return {
    createCustomerNote: async ({ requestId: idempotencyKey, ...customerNote }, caller) => ({
      customerNote: toMessage(await service.createCustomerNote(caller, { ...customerNote, idempotencyKey })),
    }),
    getCustomerNote: async ({ id, readMask }, caller) => ({
      customerNote: toMessage(await service.getCustomerNote(caller, id, fieldsOf(readMask))),
    }),
    batchGetCustomerNotes: async ({ ids, readMask }, caller) => {
      const customerNotes = await service.batchGetCustomerNotes(caller, ids, fieldsOf(readMask));
      return {
        results: customerNotes.map(({ found, notFound }) => ({ customerNote: found && toMessage(found), notFound })),
      };
    },
    listCustomerNotes: async ({ readMask, ...page }, caller) =>
      toPageMessage(await service.listCustomerNotes(caller, page, fieldsOf(readMask))),
    countCustomerNotes: (_, caller) => service.countCustomerNotes(caller),
    // with --extends
    batchListCustomerNotesByShopItem: async ({ readMask, ...request }, caller) => {
      const pages = await service.batchListCustomerNotesByShopItem(caller, request, fieldsOf(readMask));
      return { results: pages.map(toPageMessage) };
    },
    batchCountCustomerNotesByShopItem: async ({ shopItemIds }, caller) => ({
      results: await service.batchCountCustomerNotesByShopItem(caller, shopItemIds),
    }),
    // end of --extends
    updateCustomerNote: async ({ requestId: idempotencyKey, ...customerNote }, caller) => ({
      customerNote: toMessage(await service.updateCustomerNote(caller, { ...customerNote, idempotencyKey })),
    }),
  };
}

type Message = WholeMessage<CustomerNoteMessage>;

const fieldsOf = readMaskOf<CustomerNoteMessage, CustomerNote>(exampleService, 'CustomerNote', {
  createTime: ['createdAt'],
});

/** Does not compile when a customer note has a field that the message has not, or the other way round. */
function toMessage({ createdAt, ...fields }: ReadCustomerNote): Message {
  return { ...(fields satisfies Pick<Message, keyof typeof fields>), createTime: createdAt && toTimestamp(createdAt) };
}

function toPageMessage({ items, ...tokens }: Page<ReadCustomerNote>) {
  return { customerNotes: items.map(toMessage), ...tokens };
}
