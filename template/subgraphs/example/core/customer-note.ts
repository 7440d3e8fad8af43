import type { Fields, Read } from '@commerce/platform/values/partial-read';
import type { CustomerNote as Row } from '../generated/prisma/client.ts';

/** A customer note as callers see it. Whose it is matters to the store alone. */
export type CustomerNote = Omit<Row, 'subject'>;

/** What is wanted of a customer note, and what was read of it. */
export type CustomerNoteFields = Fields<CustomerNote>;
export type ReadCustomerNote = Read<CustomerNote>;

/** What making a customer note stores; the rest is the store's to set. */
export type NewCustomerNote = Omit<CustomerNote, 'id' | 'createdAt' | 'version'>;

/** What can be changed of it later. */
export type CustomerNoteChange = Pick<NewCustomerNote, 'name'>;
