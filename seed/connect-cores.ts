import { createAccountClient } from '@commerce/account/client';
import { createCatalogClient } from '@commerce/catalog/client';
import { createOrderClient } from '@commerce/order/client';
import type { Certificates } from '@commerce/platform/tls/certificates';

/** Where each core answers: `host:port`. */
export type CoreAddresses = Record<'account' | 'catalog' | 'order', string>;

export type CoreClients = ReturnType<typeof connectCores>;

/** Clients of the cores themselves, for many writes. */
export function connectCores(addresses: CoreAddresses, certificates?: Certificates) {
  const account = createAccountClient(addresses.account, certificates);
  const catalog = createCatalogClient(addresses.catalog, certificates);
  const order = createOrderClient(addresses.order, certificates);
  const clients = { account, catalog, order };
  return { ...clients, close: () => Object.values(clients).forEach((client) => client.close()) };
}
