import type { Fields, Read } from '@commerce/platform/values/partial-read';
import type { CustomerNote } from '../generated/prisma/client.ts';

export type { CustomerNote } from '../generated/prisma/client.ts';

/** What is wanted of a customer note, and what was read of it. */
export type CustomerNoteFields = Fields<CustomerNote>;
export type ReadCustomerNote = Read<CustomerNote>;

/** What making a customer note stores; the rest is the store's to set. */
export type NewCustomerNote = Omit<CustomerNote, 'id' | 'createdAt' | 'version'>;

/** What can be changed of it later. */
export type CustomerNoteChange = Pick<NewCustomerNote, 'name'>;
