import { columnsOf } from '@commerce/platform/values/columns-of';
import type { Prisma } from '../generated/prisma/client.ts';
import type { CustomerNote, CustomerNoteFields } from './customer-note.ts';

/**
 * The columns of what is wanted of a customer note, and those that lists go by. Does not compile when a field has no column
 * of its name: then say which columns hold it.
 */
export function customerNoteColumns(fields: CustomerNoteFields): CustomerNoteColumn[] {
  return columnsOf<CustomerNote, CustomerNoteColumn>({ ...fields, id: true, createdAt: true }, {});
}

type CustomerNoteColumn = keyof typeof Prisma.CustomerNoteScalarFieldEnum;
