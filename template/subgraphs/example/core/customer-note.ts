import type { CustomerNote } from '../generated/prisma/client.ts';

export type { CustomerNote } from '../generated/prisma/client.ts';

/** What making a customer note stores; the rest is the store's to set. */
export type NewCustomerNote = Omit<CustomerNote, 'id' | 'createdAt' | 'version'>;

/** What can be changed of it later. */
export type CustomerNoteChange = Pick<NewCustomerNote, 'name'>;
