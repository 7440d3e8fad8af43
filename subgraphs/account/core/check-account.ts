import { checkText } from '@commerce/platform/values/text';
import type { Violations } from '@commerce/platform/values/violations';
import type { AccountInput } from './account.ts';

/** @returns what is to be stored of an account, its name without blanks at its ends. */
export function checkAccount(violations: Violations, { name }: AccountInput): AccountInput {
  return { name: checkText(violations, 'name', name, { max: 200 }) };
}

/**
 * @param field that has it.
 * @returns it as it came: what a token has as its `sub` is compared to the letter, and has ASCII characters alone
 *   (https://openid.net/specs/openid-connect-core-1_0.html#IDToken).
 */
export function checkSubject(violations: Violations, field: string, subject: string): string {
  if (!/^[\x21-\x7e]{1,255}$/.test(subject)) violations.add(field, 'must have 1 to 255 ASCII characters, and no blank');
  return subject;
}
