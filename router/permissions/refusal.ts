import type { Caller } from '@commerce/platform/auth/caller';
import { DomainError } from '@commerce/platform/errors/domain-error';
import type { FieldFault } from '../execution/failures.ts';
import { toFaultOf } from '../execution/faults.ts';
import { listsOf, type Requirement } from './requirement.ts';

/**
 * What a caller is told of a field that they may not see: as a core would say it.
 *
 * @param lacking what does not hold for them.
 */
export function refusal(coordinate: string, caller: Caller, lacking: readonly Requirement[]): FieldFault {
  return toFaultOf(undefined, toError(coordinate, caller, lacking));
}

function toError(coordinate: string, caller: Caller, lacking: readonly Requirement[]): DomainError {
  if (caller.kind === 'nobody') {
    const message = `${coordinate} needs a token that says who asks, in the header Authorization.`;
    return new DomainError('Unauthenticated', message, { reason: 'TOKEN_REQUIRED' });
  }
  const reason = lacking.some(({ kind }) => kind === 'scopes') ? 'SCOPE_REQUIRED' : 'POLICY_REQUIRED';
  const needs = [...new Set(lacking.map(describe))].join(', and ');
  return new DomainError('Forbidden', `${coordinate} needs ${needs}.`, { reason });
}

function describe(requirement: Requirement): string {
  const what = requirement.kind === 'scopes' ? 'a token with the scope' : 'the policy';
  return `${what} ${listsOf(requirement)
    .map((all) => all.join(' and '))
    .join(' or ')}`;
}
