import { DomainError, internal, resourceExhausted, unavailable } from '@commerce/platform/errors/domain-error';
import { errorTable } from '@commerce/platform/errors/error-table';
import type { HttpAnswer } from './subgraph-client.ts';

/**
 * What an HTTP status says that comes without GraphQL, as what stands before a subgraph answers
 * (https://httpwg.org/specs/rfc9110.html#status.codes).
 *
 * @param cause what was found instead.
 */
export function httpRefusal(subgraph: string, { statusCode, retryAfterMs }: HttpAnswer, cause: unknown): DomainError {
  switch (statusCode) {
    case 401:
      return new DomainError('Unauthenticated', errorTable.Unauthenticated.message, { cause });
    case 403:
      return new DomainError('Forbidden', errorTable.Forbidden.message, { cause });
    case 413:
      return requestTooLarge(subgraph, cause);
    case 429:
      // It counted the request and did nothing else: whatever was asked may be asked again.
      return resourceExhausted(`The ${subgraph} subgraph takes no more requests for now; retry later.`, {
        reason: 'RATE_LIMITED',
        retryable: true,
        retryAfterMs: retryAfterMs ?? 1_000,
        cause,
      });
    default:
      // The router's own fault, or its address's: the client can mend nothing, and a second request would meet it again.
      if (statusCode >= 300 && statusCode < 500 && !PASSING.has(statusCode)) return internal(cause);
      const error = unavailable(`The ${subgraph} subgraph`, cause);
      return new DomainError(error.kind, error.message, {
        ...error.details,
        ...(retryAfterMs !== undefined && { retryAfterMs }),
        cause,
      });
  }
}

export function requestTooLarge(subgraph: string, cause: unknown): DomainError {
  const message = `The request asks for more at once than the ${subgraph} subgraph takes: ask for shorter lists.`;
  return resourceExhausted(message, { reason: 'REQUEST_TOO_LARGE', retryable: false, cause });
}

/** Request Timeout and Too Early. */
const PASSING = new Set([408, 425]);
