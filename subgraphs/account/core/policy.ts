import { type Caller, isStaff } from '@commerce/platform/auth/caller';
import { type Reach, reachOf } from '@commerce/platform/auth/reach';
import { requireScope } from '@commerce/platform/auth/require-scope';

// What a caller may do with accounts: customers what they like with their own, staff what their scopes say. Nobody may do
// anything: each function throws DomainError Unauthenticated for them.

export const mayRead = (caller: Caller): Reach => reachOf(caller, 'accounts:read');

/**
 * May a caller take it for lost what an id that they were given stands for, where it is not there for them? Whoever sees all
 * accounts; and a customer, since only their own orders name an account to them. It is told of any id that they ask for, and so
 * tells them nothing of another's. Staff of other domains come upon accounts that they may not read.
 */
export const missesAccounts = (caller: Caller): boolean => mayRead(caller) === 'all' || !isStaff(caller);

export const mayChange = (caller: Caller): Reach => reachOf(caller, 'accounts:write');

/** @throws DomainError Forbidden for customers: nobody takes an account by saying that it is theirs. */
export const checkMayLink = (caller: Caller): void => requireScope(caller, 'accounts:write');

/** To whom an account belongs that a caller opens: to themselves, and to nobody when staff open it. */
export function ownerOfNew(caller: Caller): string | null {
  const reach = mayChange(caller);
  return reach === 'all' ? null : reach.subject;
}
