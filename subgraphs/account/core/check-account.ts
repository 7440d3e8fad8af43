import { checkText } from '@commerce/platform/values/text';
import type { Violations } from '@commerce/platform/values/violations';
import type { AccountInput } from './account.ts';

/** @returns what is to be stored of an account, its name without blanks at its ends. */
export function checkAccount(violations: Violations, { name }: AccountInput): AccountInput {
  return { name: checkText(violations, 'name', name, { max: 200 }) };
}

/** @returns it as it came: whatever a token has as its `sub` is compared to the letter. */
export function checkSubject(
  violations: Violations,
  subject: string,
  field: 'subject' | 'currentSubject' = 'subject',
): string {
  // To name nobody is to name the wrong one, where it is somebody's.
  checkText(violations, field, subject, { max: 255, blank: field === 'currentSubject' });
  return subject;
}
