import type { Product } from '@commerce/catalog/client';
import { newId } from '@commerce/platform/values/uuid';
import type { Order } from '../client.ts';
import type { OrderDomain } from './start-order.ts';

/** An id that no account and no product has, and no order. */
export const UNKNOWN = '01890000-0000-7000-8000-000000000000';

/** Accounts, products and orders, for the tests that are about something else. Each maker returns the new id. */
export function shopOf({ accounts, catalog, client }: OrderDomain) {
  accounts.tell('Account', UNKNOWN, null);
  catalog.tell('Product', UNKNOWN, null);
  /** Says what the catalog knows of a product from now on. */
  const changeProduct = (id: string, product: Partial<Product>) => catalog.tell('Product', id, product);
  const newProduct = (product: Partial<Product>) => {
    const id = newId();
    changeProduct(id, product);
    return id;
  };

  return {
    changeProduct,

    // To the stand-in of the account core every id is an account's.
    newAccount: (): string => newId(),

    /** @param minor its price, in the currency's minor units. */
    newProduct(minor = 4_990, currencyCode = 'USD', name = 'Desk lamp'): string {
      const unitPrice = { currencyCode, amountMinor: String(minor) };
      return newProduct({ name, description: 'Brass, warm light', unitPrice });
    },

    newArchived: (): string => newProduct({ archived: true }),

    /** An order of some units of each product. */
    async createOrder(accountId: string, productIds: string[], quantity = 1): Promise<Order> {
      const lines = productIds.map((productId) => ({ productId, quantity }));
      const { order } = await client.createOrder({ accountId, lines });
      if (!order) throw new Error('There is no order in the response.');
      return order;
    },
  };
}
