import { MAX_BATCH } from '@commerce/platform/lists/batch-by-id';
import DataLoader from 'dataloader';
import type { Product, CatalogClient } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: CatalogClient;
  /** Gathers the ids that one request asks for into one RPC; null for an unknown id. */
  productById: DataLoader<string, Product | null>;
}

export function createContext(client: CatalogClient): Context {
  return {
    client,
    productById: new DataLoader(
      async (ids) => (await client.batchGetProducts({ ids: [...ids] })).results.map(({ product }) => product),
      { maxBatchSize: MAX_BATCH },
    ),
  };
}
