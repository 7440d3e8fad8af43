import type { Account } from '../generated/prisma/client.ts';

export type { Account } from '../generated/prisma/client.ts';

/** What opening an account stores; the rest is the store's to set. */
export type NewAccount = Omit<Account, 'id' | 'createdAt' | 'version'>;
