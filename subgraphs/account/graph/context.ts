import { loadById } from '@commerce/platform/graphql/load-by-id';
import type DataLoader from 'dataloader';
import type { Account, AccountClient } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: AccountClient;
  /** Null for an unknown id. */
  accountById: DataLoader<string, Account | null>;
}

export function createContext(client: AccountClient): Context {
  return {
    client,
    accountById: loadById(async (ids) => {
      const { results } = await client.batchGetAccounts({ ids });
      return results.map(({ account }) => account);
    }),
  };
}
