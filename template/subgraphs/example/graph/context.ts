import { entitiesById, type EntityLoader } from '@commerce/platform/graphql/entities-by-id';
// with --extends
import { loadById } from '@commerce/platform/graphql/load-by-id';
import type { MaskedLoader } from '@commerce/platform/graphql/masked-loader';
import { type KeyedPage, pagesByKey } from '@commerce/platform/graphql/pages-by-key';
// end of --extends
// with --extends
import type { Count } from '@commerce/platform/lists/count';
import type { Page } from '@commerce/platform/lists/page';
// end of --extends
import type { CustomerNote, ExampleClient } from '../client.ts';

/** What the resolvers of one request share. The loaders gather what one request asks for into few RPCs. */
export interface Context {
  client: ExampleClient;
  customerNoteById: EntityLoader<CustomerNote>;
  // with --extends
  customerNotesByShopItem: MaskedLoader<KeyedPage, Page<CustomerNote>>;
  customerNoteCountByShopItem: ReturnType<typeof loadById<Count>>;
  // end of --extends
}

export function createContext(client: ExampleClient): Context {
  return {
    client,
    customerNoteById: entitiesById('customer note', async (ids, readMask) => {
      const { results } = await client.batchGetCustomerNotes({ ids, readMask });
      return results.map(({ customerNote: entity, notFound }) => ({ entity, notFound }));
    }),
    // with --extends
    customerNotesByShopItem: pagesByKey(async (shopItemIds, request) => {
      const { results } = await client.batchListCustomerNotesByShopItem({ ...request, shopItemIds });
      return results.map(({ customerNotes: items, ...tokens }) => ({ items, ...tokens }));
    }),
    customerNoteCountByShopItem: loadById(async (shopItemIds) => {
      const { results } = await client.batchCountCustomerNotesByShopItem({ shopItemIds });
      return results;
    }),
    // end of --extends
  };
}

/** After a change: what was read before it in the same request must be read anew. */
export function forgetReads(context: Context): void {
  context.customerNoteById.clearAll();
  // with --extends
  context.customerNotesByShopItem.clearAll();
  context.customerNoteCountByShopItem.clearAll();
  // end of --extends
}
