import { ROUTER_ONLY } from '@commerce/platform/auth/router-secret';
import { DomainError, internal } from '@commerce/platform/errors/domain-error';
import { type ErrorKind, errorTable, kindOfCode } from '@commerce/platform/errors/error-table';
import { REQUEST_ERRORS } from '@commerce/platform/errors/format-error';
import { parseJson } from '@commerce/platform/values/json';
import type { GraphQLFormattedError } from 'graphql';
import { httpRefusal, requestTooLarge } from './http-refusal.ts';
import type { HttpAnswer } from './subgraph-client.ts';

/** A subgraph's answer to one fetch of a query plan. */
export interface SubgraphResponse {
  data?: Record<string, unknown> | null;
  errors?: readonly GraphQLFormattedError[];
  extensions?: { trace?: unknown } | null;
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
    body = parseJson(text);
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
  if (!response.data) refuseOverHttp(subgraph, answer, response);
  return response;
}

function refuseOverHttp(subgraph: string, answer: HttpAnswer, response: SubgraphResponse): void {
  const refused = new Error(`It refused: ${answer.text.slice(0, 1_000)}`);
  if (answer.statusCode === 413) throw requestTooLarge(subgraph, refused);
  // Whoever set the parts up made the mistake, and not who asks.
  const isRefusedRouter = answer.statusCode === 403 && Array.isArray(response.errors);
  if (isRefusedRouter && response.errors?.some((error) => error?.extensions?.['reason'] === ROUTER_ONLY)) {
    throw internal(refused);
  }
  refuse(response, refused, answer.retryAfterMs);
}

/**
 * Throws what stands for all fields of a fetch that brought no data; returns for what is of some of them.
 *
 * @param refused says what was answered, for the log.
 * @param retryAfterMs as it said beside its answer.
 */
export function refuse({ data, errors }: SubgraphResponse, refused: Error, retryAfterMs?: number): void {
  if (!Array.isArray(errors)) return;
  const told = errors.map((error) => toldError(error, retryAfterMs, refused)).find((error) => error !== undefined);
  if (told) throw told;
  // The router wrote this request, and the client's own was valid: this subgraph serves another schema than the
  // supergraph says.
  if (data === undefined && errors.some((error) => isRequestError(error ?? {}))) throw internal(refused);
}

/** It has too much to do, or would give too much. It knows itself whether it has done anything, and says so. */
function toldError(error: GraphQLFormattedError | null, saidAfterMs: number | undefined, cause: unknown) {
  const { message = '', path, extensions } = error ?? {};
  // Other servers write null for what is not there.
  const { code, reason, retryable, ...more } = extensions ?? {};
  const kind = kindOfCode(code);
  if (path !== undefined || kind === undefined || !OF_ALL_FIELDS.has(kind)) return undefined;
  const afterMs = typeof more['retryAfterMs'] === 'number' ? more['retryAfterMs'] : saidAfterMs;
  return new DomainError(kind, message, {
    reason: typeof reason === 'string' ? reason : undefined,
    retryable: retryable === true,
    ...(retryable === true && { retryAfterMs: afterMs }),
    cause,
  });
}

const OF_ALL_FIELDS: ReadonlySet<ErrorKind> = new Set(['ResourceExhausted', 'Unavailable', 'DeadlineExceeded']);

/**
 * Not so a client's value that only the subgraph can judge, such as one of its own scalars: in a variable it gives no reason,
 * and in the document it names the field at fault.
 */
function isRequestError({ extensions }: Partial<GraphQLFormattedError>): boolean {
  const { code, reason, fieldViolations } = extensions ?? {};
  if (fieldViolations !== undefined) return false;
  return REQUEST_ERRORS.has(code) || (code === errorTable.InvalidArgument.graphql && reason !== undefined);
}
