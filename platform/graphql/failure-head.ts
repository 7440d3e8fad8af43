import type { GraphQLFormattedError } from 'graphql';
import { errorTable } from '../errors/error-table.ts';
import type { HttpHead } from './refused-request.ts';

/**
 * The status of a request that was refused, of what its error says
 * (https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json).
 */
export function statusOf([first]: readonly GraphQLFormattedError[]): number {
  return STATUSES.get(first?.extensions?.['code']) ?? 500;
}

const STATUSES: ReadonlyMap<unknown, number> = new Map([
  [errorTable.InvalidArgument.graphql, 400],
  [errorTable.Forbidden.graphql, 403],
  [errorTable.ResourceExhausted.graphql, 429],
  [errorTable.Unavailable.graphql, 503],
  [errorTable.DeadlineExceeded.graphql, 504],
]);

/**
 * When to send a request again of which nothing was answered, and nothing was done: for clients, and proxies between, that know
 * HTTP alone (https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3). The time is the longest of its errors'.
 *
 * @returns no header for what was answered in part, or is not safe to send again.
 */
export function retryAfter(data: unknown, errors: readonly GraphQLFormattedError[]): NonNullable<HttpHead['headers']> {
  if (errors.length === 0 || !isNothing(data)) return {};
  let longestMs = 0;
  for (const { extensions: { code, retryable, retryAfterMs = DEFAULT_MS } = {} } of errors) {
    if (!PASSING.has(code) || retryable !== true) return {};
    longestMs = Math.max(longestMs, Number(retryAfterMs));
  }
  return { 'retry-after': String(Math.ceil(longestMs / 1_000)) };
}

const PASSING: ReadonlySet<unknown> = new Set([errorTable.Unavailable.graphql, errorTable.ResourceExhausted.graphql]);

const DEFAULT_MS = 1_000;

/** Nothing at all, or a null for each field that was asked for. */
function isNothing(data: unknown): boolean {
  return data === undefined || data === null || Object.values(data).every((value) => value === null);
}
