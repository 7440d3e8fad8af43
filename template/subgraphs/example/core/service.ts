import type { Caller } from '@commerce/platform/auth/caller';
import { ownerOf } from '@commerce/platform/auth/reach';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { getById } from '@commerce/platform/lists/get-by-id';
import type { Count } from '@commerce/platform/lists/count';
import { type Lookup, toLookups } from '@commerce/platform/lists/lookup';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import { checkUuid } from '@commerce/platform/values/uuid';
import { checkAll } from '@commerce/platform/values/violations';
import type {
  CustomerNote,
  CustomerNoteChange,
  CustomerNoteFields,
  NewCustomerNote,
  ReadCustomerNote,
} from './customer-note.ts';
import { checkCustomerNoteChange, checkNewCustomerNote } from './check-customer-note.ts';
import { mayChange, mayRead } from './policy.ts';
import type { ExampleRepository } from './repository.ts';

/** The rules for customer notes; the contract of each function is its RPC's, in example_service.proto. */
export type ExampleService = ReturnType<typeof createExampleService>;

export function createExampleService(repository: ExampleRepository) {
  return {
    async createCustomerNote(
      caller: Caller,
      input: NewCustomerNote & { idempotencyKey: string },
    ): Promise<CustomerNote> {
      const subject = ownerOf(caller);
      const { customerNote, key } = checkAll((violations) => ({
        customerNote: checkNewCustomerNote(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      return await repository.create(
        subject,
        customerNote,
        keyedRequest(caller, 'CreateCustomerNote', key, customerNote),
      );
    },

    async getCustomerNote(caller: Caller, id: string, fields: CustomerNoteFields): Promise<ReadCustomerNote> {
      const reach = mayRead(caller);
      return await getById('customer note', id, (ids) => repository.findMany(reach, ids, fields));
    },

    async batchGetCustomerNotes(
      caller: Caller,
      ids: string[],
      fields: CustomerNoteFields,
    ): Promise<Lookup<ReadCustomerNote>[]> {
      const reach = mayRead(caller);
      const read = (known: string[]) => repository.findMany(reach, known, fields);
      return toLookups(await batchById('ids', ids, read, (customerNote) => customerNote.id), reach === 'all');
    },

    listCustomerNotes: async (
      caller: Caller,
      page: PageRequest,
      fields: CustomerNoteFields,
    ): Promise<Page<ReadCustomerNote>> => await repository.list(mayRead(caller), checkPageRequest(page), fields),

    countCustomerNotes: async (caller: Caller): Promise<Count> => await repository.count(mayRead(caller)),

    // with --extends
    async batchListCustomerNotesByShopItem(
      caller: Caller,
      input: PageRequest & { shopItemIds: string[] },
      fields: CustomerNoteFields,
    ): Promise<Page<ReadCustomerNote>[]> {
      const reach = mayRead(caller);
      const { shopItemIds, ...page } = checkPageRequest(input);
      const read = (ids: string[]) => repository.listByShopItem(reach, ids, page, fields);
      const found = await batchById('shopItemIds', shopItemIds, read, ({ shopItemId }) => shopItemId);
      return found.map((list) => list?.page ?? { items: [], pageTokens: [], nextPageToken: '' });
    },

    async batchCountCustomerNotesByShopItem(caller: Caller, shopItemIds: string[]): Promise<Count[]> {
      const reach = mayRead(caller);
      const read = (ids: string[]) => repository.countByShopItem(reach, ids);
      const found = await batchById('shopItemIds', shopItemIds, read, ({ shopItemId }) => shopItemId);
      return found.map((counted) => counted?.counted ?? { count: 0, isExact: true });
    },

    // end of --extends
    async updateCustomerNote(
      caller: Caller,
      input: CustomerNoteChange & { id: string; expectedVersion?: number; idempotencyKey: string },
    ): Promise<CustomerNote> {
      const reach = mayChange(caller);
      const id = checkUuid('id', input.id);
      const { change, key } = checkAll((violations) => ({
        change: checkCustomerNoteChange(violations, input),
        key: checkIdempotencyKey(violations, input.idempotencyKey),
      }));
      const { expectedVersion } = input;
      const request = keyedRequest(caller, 'UpdateCustomerNote', key, { id, ...change, expectedVersion });
      return await repository.update(reach, id, change, expectedVersion, request);
    },
  };
}
