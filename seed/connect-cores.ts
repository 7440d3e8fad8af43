import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { createOrderClient } from '@commerce/order/client';
import type { Standalone } from '../standalone/start.ts';

export type CoreClients = ReturnType<typeof connectCores>;

/** Clients of the cores themselves: for many writes, and for a look at what is stored. */
export function connectCores({ cores }: Pick<Standalone, 'cores'>) {
  const account = createAccountClient(cores.account);
  const catalog = createCatalogClient(cores.catalog);
  const order = createOrderClient(cores.order);
  return {
    account,
    catalog,
    order,
    close() {
      for (const client of [account, catalog, order]) client.close();
    },
  };
}
