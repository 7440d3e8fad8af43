import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { makeMany } from '@commerce/testkit/make-many';
import { shopOf } from '../../e2e/shop.ts';
import { fillShop, SHOP_QUERY } from '../routers/shop.ts';

/** What clients ask for. */
export interface Operation {
  name: string;
  query: string;
  variables: Record<string, unknown>;
}

const PAGE = 'query ($take: Int!) { products(pagination: { take: $take }) { id name description price } }';

/** Fills an empty shop. @returns what is measured on it, the nested query first. */
export async function fillAndName(graph: GraphQLClient): Promise<Operation[]> {
  const shop = shopOf(graph);
  // Before the others: the newest ten accounts are what the nested query asks for, and their orders stay as they are.
  const buyer = await shop.createAccount('Buyer');
  await makeMany(60, (n) => shop.createProduct({ name: `Chair ${n}` }));
  const { products, orders } = await fillShop(graph);
  const line = (product: string | undefined) => ({ id: product, quantity: 1 });
  return [
    { name: 'accounts → orders → lines → products', query: SHOP_QUERY, variables: { take: 10 } },
    { name: 'list of 100 products', query: PAGE, variables: { take: 100 } },
    {
      name: 'search, first 10',
      query: '{ products(query: "lamp", pagination: { take: 10 }) { id name price } }',
      variables: {},
    },
    {
      name: 'one order by its id',
      query: 'query ($id: ID!) { order(id: $id) { id status totalPrice products { quantity price } } }',
      variables: { id: orders[0] },
    },
    {
      name: 'createOrder, of two lines',
      query: 'mutation ($order: OrderInput!) { createOrder(order: $order) { id totalPrice } }',
      variables: { order: { accountId: buyer, products: [line(products[0]), line(products[1])] } },
    },
    { name: 'the cheapest read', query: '{ accounts(pagination: { take: 1 }) { id } }', variables: {} },
  ];
}

/** Pages of a list, for how the cost grows with its entries. */
export const PAGES = [1, 25, 50, 100].map((take) => ({
  entries: take,
  operation: { name: `list of ${take} products`, query: PAGE, variables: { take } },
}));
