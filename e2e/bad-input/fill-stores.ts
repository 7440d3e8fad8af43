import { shopOf } from '../shop.ts';
import type { System } from '../start-system.ts';
import { CREATE_ACCOUNT, CREATE_ORDER, CREATE_PRODUCT, LAMP, type WhatIsThere } from './case.ts';

/** Writes what the cases of bad input refer to; the idempotency key "used" has stood for one thing of each kind. */
export async function fillStores(system: System): Promise<WhatIsThere> {
  const shop = shopOf(system);
  const { createAccount } = await system.ask<{ createAccount: { id: string } }>(CREATE_ACCOUNT, {
    name: 'Ada',
    key: 'used',
  });
  const { createProduct } = await system.ask<{ createProduct: { id: string } }>(CREATE_PRODUCT, {
    product: LAMP,
    key: 'used',
  });
  const [account, lamp] = [createAccount.id, createProduct.id];
  const { createOrder } = await system.ask<{ createOrder: { id: string } }>(CREATE_ORDER, {
    order: { accountId: account, products: [{ id: lamp, quantity: 1 }] },
    key: 'used',
  });
  const [otherAccount, priceInEuros, archived] = await Promise.all([
    shop.createAccount('Grace'),
    shop.createProduct({ name: 'Euro lamp', currency: 'EUR' }),
    shop.createProduct({ name: 'Old lamp' }),
  ]);
  await shop.archiveProduct(archived);
  return { account, otherAccount, lamp, priceInEuros, archived, order: createOrder.id, cursors: await readCursors() };

  async function readCursors(): Promise<WhatIsThere['cursors']> {
    const document = `query ($id: ID!) {
      accounts: accountsConnection(first: 1) { pageInfo { endCursor } }
      products: productsConnection(first: 1) { pageInfo { endCursor } }
      search: productsConnection(query: "lamp", first: 1) { pageInfo { endCursor } }
      account(id: $id) { orders: ordersConnection(first: 1) { pageInfo { endCursor } } } }`;
    const { account: owner, ...lists } = await system.ask<
      Record<'accounts' | 'products' | 'search', Connection> & { account: { orders: Connection } }
    >(document, { id: account });
    const cursor = ({ pageInfo }: Connection) => pageInfo.endCursor;
    return {
      accounts: cursor(lists.accounts),
      products: cursor(lists.products),
      search: cursor(lists.search),
      orders: cursor(owner.orders),
    };
  }
}

interface Connection {
  pageInfo: { endCursor: string };
}
