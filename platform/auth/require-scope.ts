import { DomainError } from '../errors/domain-error.ts';
import { type Caller, hasScope } from './caller.ts';
import { unauthenticated } from './unauthenticated.ts';

/**
 * Lets whoever has one of the scopes go on. It tells the scopes, so it is for what is no secret: where a caller must not
 * learn that something exists, see reach.ts.
 *
 * @throws DomainError Unauthenticated for nobody, Forbidden for a subject that has none of them.
 */
export function requireScope(caller: Caller, ...scopes: string[]): void {
  if (scopes.some((scope) => hasScope(caller, scope))) return;
  if (caller.kind === 'nobody') throw tokenRequired();
  const message = `This needs a token with the scope ${scopes.join(' or ')}.`;
  throw new DomainError('Forbidden', message, { reason: 'SCOPE_REQUIRED' });
}

/** The refusal of somebody who did not say who they are. */
export function tokenRequired(): DomainError {
  return unauthenticated('This needs a token that says who asks.', 'TOKEN_REQUIRED');
}
