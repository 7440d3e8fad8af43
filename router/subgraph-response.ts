import { DomainError, internal } from '@commerce/platform/errors/domain-error';
import { errorTable, kindOfCode } from '@commerce/platform/errors/error-table';
import { REQUEST_ERRORS } from '@commerce/platform/errors/format-error';
import type { GraphQLFormattedError } from 'graphql';
import { httpRefusal, requestTooLarge } from './http-refusal.ts';
import type { HttpAnswer } from './subgraph-client.ts';

/** A subgraph's answer to one fetch of a query plan. */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null;
  errors?: GraphQLFormattedError[];
}

/**
 * Reads a subgraph's answer to a fetch.
 *
 * @throws DomainError for what stands for the fetch as a whole: what is no GraphQL response, and what the subgraph, or who
 *   stands before it, refuses without a look at the fields.
 */
export function toSubgraphResponse(subgraph: string, answer: HttpAnswer): SubgraphResponse {
  const { statusCode, text } = answer;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw httpRefusal(
      subgraph,
      answer,
      new Error(`It answered ${statusCode} with something other than JSON.`, { cause }),
    );
  }
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body)) {
    throw httpRefusal(subgraph, answer, new Error(`It answered ${statusCode} with neither data nor errors.`));
  }
  const response = body as SubgraphResponse;
  if (!('data' in body)) refuse(subgraph, answer, response);
  return response;
}

function refuse(subgraph: string, { statusCode, text, retryAfterMs }: HttpAnswer, { errors }: SubgraphResponse): void {
  const refused = () => new Error(`It refused: ${text.slice(0, 1_000)}`);
  if (statusCode === 413) throw requestTooLarge(subgraph, refused());
  const [error] = Array.isArray(errors) ? errors : [];
  // It has too much to do. It says itself whether it has done anything.
  if (error && TOO_BUSY.has(statusCode)) throw busy(error, retryAfterMs, refused());
  // The router wrote this request, and the client's own was valid: this subgraph serves another schema than the
  // supergraph says.
  if (Array.isArray(errors) && errors.some(isRequestError)) throw internal(refused());
}

const TOO_BUSY = new Set([429, 503]);

function busy({ message, extensions }: GraphQLFormattedError, retryAfterMs: number | undefined, cause: unknown) {
  const { code, reason, retryable } = extensions ?? {};
  return new DomainError(
    kindOfCode(code) ?? 'Unavailable',
    kindOfCode(code) ? message : errorTable.Unavailable.message,
    {
      reason: typeof reason === 'string' ? reason : undefined,
      retryable: retryable === true,
      retryAfterMs: retryable === true ? (retryAfterMs ?? 1_000) : undefined,
      cause,
    },
  );
}

/** Not so a client's value that only the subgraph can judge, such as a scalar of its own: that one gives no reason. */
function isRequestError({ extensions: { code, reason } = {} }: GraphQLFormattedError): boolean {
  return REQUEST_ERRORS.has(code) || (code === errorTable.InvalidArgument.graphql && reason !== undefined);
}
