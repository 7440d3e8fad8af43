import { checkText } from '@commerce/platform/values/text';
import type { Violations } from '@commerce/platform/values/violations';
import type { NewAccount } from './account.ts';

/** @returns the account that is to be stored, its name without blanks at its ends. */
export function checkAccount(violations: Violations, { name }: NewAccount): NewAccount {
  return { name: checkText(violations, 'name', name, { max: 200 }) };
}
