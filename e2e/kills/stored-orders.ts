import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { type ConnectionPage, readConnection } from '@commerce/testkit/read-pages';
import type { Acknowledged } from './keyed-writers.ts';

/** What is wrong with the orders of an account after all writes are acknowledged; all zero when nothing is. */
export interface Losses {
  /** Acknowledged orders that are not there. */
  lost: number;
  /** Orders that are there more than once, or under a second id for one key. */
  twice: number;
  /** Orders without all their lines, and products whose units sold are not the sum of the lines. */
  half: number;
}

/** Compares what was acknowledged with what is stored. */
export async function lossesOf(
  { ask }: GraphQLClient,
  accountId: string,
  productIds: readonly string[],
  acknowledged: Acknowledged,
): Promise<Losses & { stored: number }> {
  const orders = await readConnection<StoredOrder>(async (after) => {
    const { account } = await ask<{ account: { ordersConnection: ConnectionPage<StoredOrder> } }>(ORDERS, {
      accountId,
      after,
    });
    return account.ordersConnection;
  });
  const ids = new Set(orders.map(({ id }) => id));
  const wanted = new Set([...acknowledged.values()].flatMap((those) => [...those]));
  const sold = await ask<Record<string, { unitsSold: number }>>(unitsSoldOf(productIds));
  const miscounted = productIds.filter((productId, index) => {
    const lines = orders.flatMap(({ products }) => products).filter(({ id }) => id === productId);
    return sold[`p${index}`]?.unitsSold !== lines.reduce((sum, { quantity }) => sum + quantity, 0);
  });
  return {
    stored: orders.length,
    lost: [...wanted].filter((id) => !ids.has(id)).length,
    twice: orders.length - acknowledged.size,
    half: orders.filter(({ products }) => products.length !== productIds.length).length + miscounted.length,
  };
}

interface StoredOrder {
  id: string;
  products: { id: string; quantity: number }[];
}

const ORDERS = `query ($accountId: ID!, $after: String) { account(id: $accountId) {
  ordersConnection(first: 100, after: $after) { nodes { id products { id quantity } } pageInfo { hasNextPage endCursor } } } }`;

function unitsSoldOf(productIds: readonly string[]): string {
  return `{ ${productIds.map((id, index) => `p${index}: product(id: "${id}") { unitsSold }`).join(' ')} }`;
}
