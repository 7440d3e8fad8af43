import type { Caller } from '@commerce/platform/auth/caller';
import { DomainError } from '@commerce/platform/errors/domain-error';
import type { FieldFault } from '../execution/failures.ts';
import { toFaultOf } from '../execution/faults.ts';
import type { Requirement } from './requirement.ts';

/**
 * What a caller is told of a field that they may not see.
 *
 * @param lacking what does not hold for them.
 */
export function refusal(coordinate: string, caller: Caller, lacking: readonly Requirement[]): FieldFault {
  if (caller.kind === 'nobody') {
    const message = `${coordinate} is for callers who are signed in: send a token in the header Authorization.`;
    return toFaultOf(undefined, new DomainError('Unauthenticated', message));
  }
  const lists = [...new Set(lacking.map(describe))].join('; ');
  return toFaultOf(undefined, new DomainError('Forbidden', `${coordinate} is not for this caller. It takes ${lists}.`));
}

function describe(requirement: Requirement): string {
  if (requirement.kind === 'authenticated') return 'a token';
  const what = requirement.kind === 'scopes' ? 'a token with the scope' : 'the policy';
  return `${what} ${requirement.anyOf.map((all) => all.join(' and ')).join(', or ')}`;
}
