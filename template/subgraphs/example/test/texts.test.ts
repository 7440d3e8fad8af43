import { textContract } from '@commerce/testkit/texts/text-contract';
import { afterAll, beforeAll, describe } from 'vitest';
import { exampleService } from '../client.ts';
import { type ExampleDomain, startExample } from './start-example.ts';

let domain: ExampleDomain;
beforeAll(async () => {
  domain = await startExample();
});
afterAll(() => domain.stop());

const CUSTOMER_NOTE = {
  // with --extends
  shopItemId: '01890000-0000-7000-8000-000000000001',
  // end of --extends
  name: 'First',
};

async function newId(): Promise<string | undefined> {
  return (await domain.client.createCustomerNote(CUSTOMER_NOTE)).customerNote?.id;
}

describe('the texts of the example core', () => {
  textContract({
    service: exampleService,
    client: () => domain.client,
    requests: {
      CreateCustomerNote: () => CUSTOMER_NOTE,
      UpdateCustomerNote: async () => ({ id: await newId(), name: 'First' }),
      // with --extends
      BatchListCustomerNotesByShopItem: () => ({ shopItemIds: [CUSTOMER_NOTE.shopItemId] }),
      BatchCountCustomerNotesByShopItem: () => ({ shopItemIds: [CUSTOMER_NOTE.shopItemId] }),
      // end of --extends
    },
  });
});
