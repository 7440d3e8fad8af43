import { notFound } from '@commerce/platform/errors/domain-error';
import { batchById } from '@commerce/platform/lists/batch-by-id';
import { checkPageRequest, type Page, type PageRequest } from '@commerce/platform/lists/page';
import { checkIdempotencyKey } from '@commerce/platform/values/idempotency-key';
import { checkText } from '@commerce/platform/values/text';
import { checkUuid } from '@commerce/platform/values/uuid';
import { collectViolations } from '@commerce/platform/values/violations';
import { keyedRequest } from '@commerce/platform/values/keyed-request';
import type { CustomerNote, ExampleRepository, NewCustomerNote } from './repository.ts';

/** The rules for customer notes; the contract of each function is its RPC's, in example_service.proto. */
export type ExampleService = ReturnType<typeof createExampleService>;

export function createExampleService(repository: ExampleRepository) {
  return {
    async createCustomerNote(input: NewCustomerNote & { idempotencyKey: string }): Promise<CustomerNote> {
      const { name, idempotencyKey } = checkCustomerNote(input);
      const customerNote = {
        // with --extends
        shopItemId: checkUuid('shopItemId', input.shopItemId),
        // end of --extends
        name,
      };
      return await repository.create(customerNote, keyedRequest('CreateCustomerNote', idempotencyKey, customerNote));
    },

    async getCustomerNote(id: string): Promise<CustomerNote> {
      const [customerNote] = await repository.findMany([checkUuid('id', id)]);
      if (!customerNote) throw notFound({ field: 'id', description: `There is no customer note ${id}.` });
      return customerNote;
    },

    batchGetCustomerNotes(ids: string[]): Promise<(CustomerNote | undefined)[]> {
      return batchById('ids', ids, repository.findMany, (customerNote) => customerNote.id);
    },

    async listCustomerNotes(request: PageRequest): Promise<Page<CustomerNote>> {
      return await repository.list(checkPageRequest(request));
    },
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

    async updateCustomerNote(input: {
      id: string;
      name: string;
      expectedVersion: number | undefined;
      idempotencyKey: string;
    }): Promise<CustomerNote> {
      const id = checkUuid('id', input.id);
      const { name, idempotencyKey } = checkCustomerNote(input);
      const { expectedVersion } = input;
      const request = keyedRequest('UpdateCustomerNote', idempotencyKey, { id, name, expectedVersion });
      return await repository.update(id, { name }, expectedVersion, request);
    },
  };
}

const NAME = { max: 200 };

function checkCustomerNote(input: { name: string; idempotencyKey: string }) {
  const violations = collectViolations();
  const name = checkText(violations, 'name', input.name, NAME);
  const idempotencyKey = checkIdempotencyKey(violations, input.idempotencyKey);
  violations.throwIfAny();
  return { name, idempotencyKey };
}
