import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import type { CustomerNote, CustomerNoteChange, NewCustomerNote } from './customer-note.ts';
import { checkCustomerNoteChange, checkNewCustomerNote } from './check-customer-note.ts';
import type { ExampleRepository } from './repository.ts';

/** The rules for customer notes; the contract of each function is its RPC's, in example_service.proto. */
export type ExampleService = ReturnType<typeof createExampleService>;

export function createExampleService(repository: ExampleRepository) {
  return {
    async createCustomerNote(input: NewCustomerNote & { idempotencyKey: string }): Promise<CustomerNote> {
      const { customerNote, key } = checkAll((violations) => ({
        customerNote: checkNewCustomerNote(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      return await repository.create(customerNote, keyedRequest('CreateCustomerNote', key, customerNote));
    },

    getCustomerNote: (id: string): Promise<CustomerNote> => getById('customer note', id, repository.findMany),

    batchGetCustomerNotes: (ids: string[]): Promise<(CustomerNote | undefined)[]> =>
      batchById('ids', ids, repository.findMany, (customerNote) => customerNote.id),

    listCustomerNotes: async (request: PageRequest): Promise<Page<CustomerNote>> =>
      await repository.list(checkPageRequest(request)),

    // with --extends
    async batchListCustomerNotesByShopItem(
      input: PageRequest & { shopItemIds: string[] },
    ): Promise<Page<CustomerNote>[]> {
      const { shopItemIds, ...page } = checkPageRequest(input);
      const read = (ids: string[]) => repository.listByShopItem(ids, page);
      const found = await batchById('shopItemIds', shopItemIds, read, ({ shopItemId }) => shopItemId);
      return found.map((list) => list?.page ?? { items: [], pageTokens: [], nextPageToken: '' });
    },

    // end of --extends
    async updateCustomerNote(
      input: CustomerNoteChange & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<CustomerNote> {
      const id = checkUuid('id', input.id);
      const { change, key } = checkAll((violations) => ({
        change: checkCustomerNoteChange(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      const { expectedVersion } = input;
      const request = keyedRequest('UpdateCustomerNote', key, { id, ...change, expectedVersion });
      return await repository.update(id, change, expectedVersion, request);
    },
  };
}
