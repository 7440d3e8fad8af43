import type { GraphQLClient } from '@commerce/testkit/graphql-client';

/** Writes through the router, for the tests that are about something else. Each returns the new id. */
export function shopOf({ ask }: GraphQLClient) {
  return {
    async createAccount(name = 'Ada Lovelace'): Promise<string> {
      const document = 'mutation ($name: String!) { createAccount(account: { name: $name }) { id } }';
      return (await ask<{ createAccount: { id: string } }>(document, { name })).createAccount.id;
    },

    async createProduct(product: { name?: string; price?: number; currency?: string } = {}): Promise<string> {
      const document = 'mutation ($product: ProductInput!) { createProduct(product: $product) { id } }';
      const variables = { product: { name: 'Desk lamp', description: 'Brass, warm light', price: 49.9, ...product } };
      return (await ask<{ createProduct: { id: string } }>(document, variables)).createProduct.id;
    },

    async archiveProduct(id: string): Promise<void> {
      await ask('mutation ($id: ID!) { archiveProduct(id: $id) { id } }', { id });
    },

    /** @param products each an id, for one unit of it, or an id and a quantity. */
    async createOrder(accountId: string, ...products: (string | { id: string; quantity: number })[]): Promise<string> {
      const document = 'mutation ($order: OrderInput!) { createOrder(order: $order) { id } }';
      const lines = products.map((product) => (typeof product === 'string' ? { id: product, quantity: 1 } : product));
      const variables = { order: { accountId, products: lines } };
      return (await ask<{ createOrder: { id: string } }>(document, variables)).createOrder.id;
    },
  };
}
