import { MAX_BATCH } from '@commerce/platform/input/batch';
import type { Page, PageRequest } from '@commerce/platform/input/page';
import DataLoader from 'dataloader';
import type { Order, OrderClient } from '../client.ts';

/** One page of one account's orders. */
export interface AccountPage extends PageRequest {
  accountId: string;
}

/** Gathers the pages that one request asks for: those with the same arguments come with one RPC, for all their accounts. */
export function createOrdersByAccount(client: OrderClient): DataLoader<AccountPage, Page<Order>, string> {
  return new DataLoader(
    async (keys) => {
      const pages = new Map(
        (await Promise.all(groupByArguments(keys).map((group) => fetchPages(client, group)))).flat(),
      );
      return keys.map((key) => pages.get(key) ?? new Error(`The order core left out account ${key.accountId}.`));
    },
    { maxBatchSize: MAX_BATCH, cacheKeyFn: cacheKeyOf },
  );
}

interface Group {
  page: PageRequest;
  keys: AccountPage[];
}

function groupByArguments(keys: readonly AccountPage[]): Group[] {
  const groups = new Map<string, Group>();
  for (const key of keys) {
    const { accountId: _, ...page } = key;
    const name = cacheKeyOf({ ...key, accountId: '' });
    const group = groups.get(name) ?? { page, keys: [] };
    group.keys.push(key);
    groups.set(name, group);
  }
  return [...groups.values()];
}

function cacheKeyOf({ accountId, pageSize, skip, pageToken }: AccountPage): string {
  return JSON.stringify([accountId, pageSize, skip, pageToken]);
}

/** The page of each key, or why there is none: what one group is refused costs the others nothing. */
async function fetchPages(client: OrderClient, { page, keys }: Group): Promise<[AccountPage, Page<Order> | Error][]> {
  try {
    const { results } = await client.batchListOrdersByAccount({
      ...page,
      accountIds: keys.map((key) => key.accountId),
    });
    return keys.flatMap((key, index) => {
      const result = results[index];
      if (!result) return [];
      const { orders: items, ...tokens } = result;
      return [[key, { items, ...tokens }] as [AccountPage, Page<Order>]];
    });
  } catch (error) {
    return keys.map((key) => [key, error instanceof Error ? error : new Error(String(error))]);
  }
}
