import { loadById } from '@commerce/platform/graphql/load-by-id';
import type DataLoader from 'dataloader';
import type { CatalogClient, Product } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: CatalogClient;
  /** Null for an unknown id. */
  productById: DataLoader<string, Product | null>;
}

export function createContext(client: CatalogClient): Context {
  return {
    client,
    productById: loadById(async (ids) => {
      const { results } = await client.batchGetProducts({ ids });
      return results.map(({ product }) => product);
    }),
  };
}
