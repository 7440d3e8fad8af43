import { asCaller } from '@commerce/platform/auth/as-caller';
import { type CoreAddresses, connectCores } from './connect-cores.ts';
import type { SeedTokens } from './seed-cores.ts';

/**
 * Whether nothing was ever put into a shop: neither an account, nor a product or an order. A sample among what is somebody's
 * own would be in its way.
 *
 * @param tokens none where the cores ask nobody.
 * @throws DomainError when a core cannot answer.
 */
export async function isShopEmpty(addresses: CoreAddresses, tokens?: SeedTokens): Promise<boolean> {
  const { account, catalog, order, close } = connectCores(addresses);
  try {
    const one = { pageSize: 1 };
    const [accounts, products, orders] = await asCaller(tokens?.staff, () =>
      Promise.all([account.listAccounts(one), catalog.listProducts(one), order.listOrders(one)]),
    );
    return [accounts.accounts, products.products, orders.orders].every((found) => found.length === 0);
  } finally {
    close();
  }
}
