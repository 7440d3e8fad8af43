import type { Order } from '../client.ts';
import type { OrderDomain } from './start-order.ts';

/** Accounts, products and orders, for the tests that are about something else. Each maker returns the new id. */
export function shopOf({ accounts, catalog, client }: OrderDomain) {
  return {
    async createAccount(): Promise<string> {
      return (await accounts.createAccount({ name: 'Ada' })).account?.id ?? '';
    },

    /** @param amountMinor of its price, in the currency's minor units. */
    async createProduct(amountMinor = 4_990, currencyCode = 'USD', name = 'Desk lamp'): Promise<string> {
      const unitPrice = { currencyCode, amountMinor };
      const { product } = await catalog.createProduct({ name, description: 'Brass, warm light', unitPrice });
      return product?.id ?? '';
    },

    async createArchived(): Promise<string> {
      const id = await this.createProduct();
      await catalog.archiveProduct({ id });
      return id;
    },

    /** An order of some units of each product. */
    async createOrder(accountId: string, productIds: string[], quantity = 1): Promise<Order> {
      const lines = productIds.map((productId) => ({ productId, quantity }));
      const { order } = await client.createOrder({ accountId, lines });
      if (!order) throw new Error('There is no order in the response.');
      return order;
    },
  };
}
