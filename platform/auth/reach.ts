import { type Caller, hasScope, subjectOf } from './caller.ts';
import { tokenRequired } from './require-scope.ts';

/**
 * Which entities exist for a caller: all of them, or those that belong to a subject. A store reads and changes no others,
 * so that what a caller may not see looks like what is not there, and pages and counts are right.
 */
export type Reach = 'all' | { subject: string };

/**
 * All for whoever has the scope, for others what is their own.
 *
 * @throws DomainError Unauthenticated for nobody, who owns nothing.
 */
export function reachOf(caller: Caller, scope: string): Reach {
  const subject = ownerOf(caller);
  return subject === undefined || hasScope(caller, scope) ? 'all' : { subject };
}

/**
 * To whom it belongs what is a caller's own; undefined where nobody is asked who they are.
 *
 * @throws DomainError Unauthenticated for nobody.
 */
export function ownerOf(caller: Caller): string | undefined {
  if (caller.kind === 'nobody') throw tokenRequired();
  return subjectOf(caller);
}

/** The filter of Prisma's for it, on a model with a column `subject`. */
export function whereReached(reach: Reach): { subject?: string } {
  return reach === 'all' ? {} : reach;
}
