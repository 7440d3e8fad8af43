import { DomainError, inDoubt, unavailable } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';

/**
 * What a fetch failed with, as a client may see it: may it send its request again?
 *
 * @param repeatable whether it may if this fetch was carried out. Where it was not, as the error itself says or as is
 *   known from the way it failed, it always may.
 */
export function toFetchError(subgraph: string, thrown: unknown, repeatable: boolean): DomainError {
  const error = toDomainError(subgraph, thrown);
  const { retryable } = error.details;
  return repeatable || retryable === true || !(retryable ?? errorTable[error.kind].retryable) ? error : inDoubt(error);
}

/** Could the server not be reached at all? Then it has done nothing. */
export function isNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  // Of a connection that stood, the same codes can come with an answer that was lost.
  return code === 'UND_ERR_CONNECT_TIMEOUT' || (syscall !== undefined && NEVER_SENT.has(syscall));
}

/** What the system was asked for when it failed: a connection, or an address. */
const NEVER_SENT = new Set(['connect', 'getaddrinfo']);

function toDomainError(subgraph: string, thrown: unknown): DomainError {
  if (thrown instanceof DomainError) return thrown;
  const error = unavailable(`The ${subgraph} subgraph`, thrown);
  if (!isNeverSent(thrown)) return error;
  return new DomainError(error.kind, error.message, { ...error.details, retryable: true, cause: thrown });
}
