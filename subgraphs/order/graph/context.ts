import { entitiesById, type EntityLoader } from '@commerce/platform/graphql/entities-by-id';
import { loadById } from '@commerce/platform/graphql/load-by-id';
import type { MaskedLoader } from '@commerce/platform/graphql/masked-loader';
import { type KeyedPage, pagesByKey } from '@commerce/platform/graphql/pages-by-key';
import { type Count, toCount } from '@commerce/platform/lists/count';
import type { Page } from '@commerce/platform/lists/page';
import type DataLoader from 'dataloader';
import type { Order, OrderClient } from '../client.ts';

/** What the resolvers of one request share. The loaders gather what one request asks for into few RPCs. */
export interface Context {
  client: OrderClient;
  orderById: EntityLoader<Order>;
  ordersByAccount: MaskedLoader<KeyedPage, Page<Order>>;
  orderCountByAccount: DataLoader<string, Count>;
  unitsSoldByProduct: DataLoader<string, number>;
}

export function createContext(client: OrderClient): Context {
  return {
    client,
    orderById: entitiesById('order', async (ids, readMask) => {
      const { results } = await client.batchGetOrders({ ids, readMask });
      return results.map(({ order: entity, notFound }) => ({ entity, notFound }));
    }),
    ordersByAccount: pagesByKey(async (accountIds, request) => {
      const { results } = await client.batchListOrdersByAccount({ ...request, accountIds });
      return results.map(({ orders: items, ...tokens }) => ({ items, ...tokens }));
    }),
    orderCountByAccount: loadById(async (accountIds) => {
      const { results } = await client.batchCountOrdersByAccount({ accountIds });
      return results.map(({ counted }) => counted ?? toCount(0));
    }),
    unitsSoldByProduct: loadById(async (productIds) => {
      const { unitsSold } = await client.batchGetUnitsSold({ productIds });
      return unitsSold.map(Number);
    }),
  };
}

/** After a change: what was read before it in the same request must be read anew. */
export function forgetReads({ orderById, ordersByAccount, orderCountByAccount, unitsSoldByProduct }: Context): void {
  orderById.clearAll();
  ordersByAccount.clearAll();
  orderCountByAccount.clearAll();
  unitsSoldByProduct.clearAll();
}
