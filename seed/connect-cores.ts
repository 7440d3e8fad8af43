import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { createOrderClient } from '@commerce/order/client';

/** Where each core answers: `host:port`. */
export type CoreAddresses = Record<'account' | 'catalog' | 'order', string>;

export type CoreClients = ReturnType<typeof connectCores>;

/** Clients of the cores themselves, for many writes. */
export function connectCores(addresses: CoreAddresses) {
  const account = createAccountClient(addresses.account);
  const catalog = createCatalogClient(addresses.catalog);
  const order = createOrderClient(addresses.order);
  const clients = { account, catalog, order };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
}
