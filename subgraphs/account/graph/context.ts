import { MAX_BATCH } from '@commerce/platform/lists/batch-by-id';
import DataLoader from 'dataloader';
import type { Account, AccountClient } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: AccountClient;
  /** Gathers the ids that one request asks for into one RPC; null for an unknown id. */
  accountById: DataLoader<string, Account | null>;
}

export function createContext(client: AccountClient): Context {
  return {
    client,
    accountById: new DataLoader(
      async (ids) => (await client.batchGetAccounts({ ids: [...ids] })).results.map(({ account }) => account),
      { maxBatchSize: MAX_BATCH },
    ),
  };
}
