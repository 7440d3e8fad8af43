import { entitiesById, type EntityLoader } from '@commerce/platform/graphql/entities-by-id';
import type { CatalogClient, Product } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: CatalogClient;
  productById: EntityLoader<Product>;
}

export function createContext(client: CatalogClient): Context {
  return {
    client,
    productById: entitiesById('product', async (ids, readMask) => {
      const { results } = await client.batchGetProducts({ ids, readMask });
      return results.map(({ product: entity, notFound }) => ({ entity, notFound }));
    }),
  };
}
