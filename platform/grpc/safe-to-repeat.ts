import { type DomainError, inDoubt } from '../errors/domain-error.ts';
import { errorTable } from '../errors/error-table.ts';
import type { Rpc } from './proto.ts';

/** Is it the same to make a call twice? A read is, what the contract calls idempotent, and what has a `request_id`. */
export function isSafeToRepeat({ isIdempotent }: Rpc, request: object): boolean {
  return isIdempotent || ('requestId' in request && Boolean(request.requestId));
}

/** The error of a call that may have been done, and which must not be made twice. */
export function notRetryable(error: DomainError): DomainError {
  const { retryable = errorTable[error.kind].retryable } = error.details;
  return retryable ? inDoubt(error) : error;
}
