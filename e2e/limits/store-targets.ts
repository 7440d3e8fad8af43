import { makeMany } from '@commerce/testkit/make-many';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { shopOf } from '../shop.ts';
import type { Targets } from './attacks.ts';
import { storeLargeOrders } from './large-orders.ts';

/** Makes the accounts that the attacks aim at. @param databaseUrl of the order store. */
export async function storeTargets(graph: GraphQLClient, databaseUrl: string): Promise<Targets> {
  const shop = shopOf(graph);
  const [heavy = '', many = '', same = ''] = await makeMany(3, () => shop.createAccount());
  await storeLargeOrders(databaseUrl, heavy, 5_000);
  await storeLargeOrders(databaseUrl, many, 10);
  await storeLargeOrders(databaseUrl, same, 10, await shop.createProduct());
  return { heavy, many, same };
}
