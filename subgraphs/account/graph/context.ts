import { entitiesById, type EntityLoader } from '@commerce/platform/graphql/entities-by-id';
import { maskedLoader, type MaskedLoader } from '@commerce/platform/graphql/masked-loader';
import type { Account, AccountClient } from '../client.ts';

/** What the resolvers of one request share. */
export interface Context {
  client: AccountClient;
  accountById: EntityLoader<Account>;
  /** Of whoever asks; null when they have none. */
  ownAccount: MaskedLoader<'me', Account | null>;
}

export function createContext(client: AccountClient): Context {
  return {
    client,
    accountById: entitiesById('account', async (ids, readMask) => {
      const { results } = await client.batchGetAccounts({ ids, readMask });
      return results.map(({ account: entity, notFound }) => ({ entity, notFound }));
    }),
    ownAccount: maskedLoader({
      nameOf: (me) => me,
      groupOf: () => '',
      read: async (_me, readMask) => [(await client.getMyAccount({ readMask })).account],
    }),
  };
}
