import type { Fields, Read } from '@commerce/platform/values/partial-read';
import type { Account } from '../generated/prisma/client.ts';

export type { Account } from '../generated/prisma/client.ts';

/** What is wanted of an account, and what was read of it. */
export type AccountFields = Fields<Account>;
export type ReadAccount = Read<Account>;

/** What opening an account stores; the rest is the store's to set. */
export type NewAccount = Omit<Account, 'id' | 'createdAt' | 'version'>;

/** To whom it is to belong, and to whom it belongs until now; null for nobody who signs in. */
export interface AccountLink {
  subject: string;
  currentSubject: string | null;
}

/** What its owner says of it. */
export type AccountInput = Omit<NewAccount, 'subject'>;
