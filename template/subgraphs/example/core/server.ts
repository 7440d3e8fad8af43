import type { WholeMessage } from '@commerce/platform/grpc/proto';
import type { UnaryHandlers } from '@commerce/platform/grpc/server';
import { toTimestamp } from '@commerce/platform/grpc/timestamp';
import type { Page } from '@commerce/platform/lists/page';
import type { CustomerNote as CustomerNoteMessage } from '../generated/proto/commerce/example/v1/CustomerNote.ts';
import type { ExampleServiceDefinition } from '../generated/proto/commerce/example/v1/ExampleService.ts';
import type { CustomerNote } from './customer-note.ts';
import type { ExampleService } from './service.ts';

/** Turns messages into domain values and back. */
export function createExampleHandlers(service: ExampleService): UnaryHandlers<ExampleServiceDefinition> {
  return {
    createCustomerNote: async ({ requestId: idempotencyKey, ...customerNote }) => ({
      customerNote: toMessage(await service.createCustomerNote({ ...customerNote, idempotencyKey })),
    }),
    getCustomerNote: async ({ id }) => ({ customerNote: toMessage(await service.getCustomerNote(id)) }),
    batchGetCustomerNotes: async ({ ids }) => {
      const customerNotes = await service.batchGetCustomerNotes(ids);
      return {
        results: customerNotes.map((customerNote) => ({ customerNote: customerNote && toMessage(customerNote) })),
      };
    },
    listCustomerNotes: async (request) => toPageMessage(await service.listCustomerNotes(request)),
    // with --extends
    batchListCustomerNotesByShopItem: async (request) => {
      const pages = await service.batchListCustomerNotesByShopItem(request);
      return { results: pages.map(toPageMessage) };
    },
    // end of --extends
    updateCustomerNote: async ({ requestId: idempotencyKey, ...customerNote }) => ({
      customerNote: toMessage(await service.updateCustomerNote({ ...customerNote, idempotencyKey })),
    }),
  };
}

type Message = WholeMessage<CustomerNoteMessage>;

/** Does not compile when a customer note has a field that the message has not, or the other way round. */
function toMessage({ createdAt, ...fields }: CustomerNote): Message {
  return { ...(fields satisfies Pick<Message, keyof typeof fields>), createTime: toTimestamp(createdAt) };
}

function toPageMessage({ items, ...tokens }: Page<CustomerNote>) {
  return { customerNotes: items.map(toMessage), ...tokens };
}
