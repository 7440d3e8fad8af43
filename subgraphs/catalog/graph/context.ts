import { entitiesById } from '@commerce/platform/graphql/entities-by-id';
import type { MaskedLoader } from '@commerce/platform/graphql/masked-loader';
import type { CatalogClient, Product } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: CatalogClient;
  /** Null for an unknown id. */
  productById: MaskedLoader<string, Product | null>;
}

export function createContext(client: CatalogClient): Context {
  return {
    client,
    productById: entitiesById(async (ids, readMask) => {
      const { results } = await client.batchGetProducts({ ids, readMask });
      return results.map(({ product }) => product);
    }),
  };
}
