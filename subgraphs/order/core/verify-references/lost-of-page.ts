import type { AccountClient } from '@commerce/account/client';
import type { CatalogClient } from '@commerce/catalog/client';
import { MAX_BATCH } from '@commerce/platform/lists/batch-by-id';
import type { OrderClient } from '../../client.ts';

export interface Cores {
  accounts: AccountClient;
  products: CatalogClient;
  orders: OrderClient;
}

/** @returns of a page of orders how many there are, and a line for each account and product of theirs that nothing has. */
export async function lostOfPage(
  { accounts, products, orders }: Cores,
  pageToken: string,
): Promise<{ orders: number; lost: string[]; nextPageToken: string }> {
  const page = await orders.listOrders({ pageToken, readMask: ORDER_MASK });
  const lostAccounts = await lostIds(
    page.orders.map(({ accountId }) => accountId),
    async (ids) => (await accounts.batchGetAccounts({ ids, readMask: ID_MASK })).results,
  );
  const lostProducts = await lostIds(
    page.orders.flatMap(({ lines }) => lines.map(({ productId }) => productId)),
    async (ids) => (await products.batchGetProducts({ ids, readMask: ID_MASK })).results,
  );
  const lost = page.orders.flatMap(({ id, accountId, lines }) => [
    ...(lostAccounts.has(accountId) ? [`order ${id}: there is no account ${accountId}`] : []),
    ...lines.flatMap(({ productId }, index) =>
      lostProducts.has(productId) ? [`order ${id}, line ${index + 1}: there is no product ${productId}`] : [],
    ),
  ]);
  return { orders: page.orders.length, lost, nextPageToken: page.nextPageToken };
}

const ORDER_MASK = { paths: ['id', 'account_id', 'lines.product_id'] };
const ID_MASK = { paths: ['id'] };

/** Those of the ids that nothing has. @param read gives one result for each id. */
async function lostIds(
  ids: readonly string[],
  read: (ids: string[]) => Promise<{ notFound: boolean }[]>,
): Promise<Set<string>> {
  const distinct = [...new Set(ids)];
  const lost = new Set<string>();
  for (let first = 0; first < distinct.length; first += MAX_BATCH) {
    const asked = distinct.slice(first, first + MAX_BATCH);
    const results = await read(asked);
    for (const [index, id] of asked.entries()) if (results[index]?.notFound) lost.add(id);
  }
  return lost;
}
