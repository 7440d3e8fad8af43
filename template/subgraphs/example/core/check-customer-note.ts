import { checkText } from '@commerce/platform/values/text';
// with --extends
import { checkUuid } from '@commerce/platform/values/uuid';
// end of --extends
import type { Violations } from '@commerce/platform/values/violations';
import type { CustomerNoteChange, NewCustomerNote } from './customer-note.ts';

/** @returns the customer note that is to be stored. */
export function checkNewCustomerNote(violations: Violations, input: NewCustomerNote): NewCustomerNote {
  return {
    // with --extends
    shopItemId: checkUuid('shopItemId', input.shopItemId),
    // end of --extends
    ...checkCustomerNoteChange(violations, input),
  };
}

/** @returns the change that is to be stored, its name without blanks at its ends. */
export function checkCustomerNoteChange(violations: Violations, { name }: CustomerNoteChange): CustomerNoteChange {
  return { name: checkText(violations, 'name', name, { max: 200 }) };
}
