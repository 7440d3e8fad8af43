import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { DomainError } from '../errors/domain-error.ts';
import { formatError } from '../errors/format-error.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';
import { retryAfter, statusOf } from './failure-head.ts';
import { MAX_ERRORS } from './few-errors.ts';
import { type HttpHead, RefusedRequest } from './refused-request.ts';
import { withStandardCode } from './standard-code.ts';

/** What a client is given (https://spec.graphql.org/September2025/#sec-Response-Format), and over which head. */
export interface GraphQLAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** Those that a client reads; undefined when there are none. */
  errors?: readonly GraphQLFormattedError[];
  /** Undefined when nothing was executed. */
  data?: unknown;
  /** What is told beside them. */
  extensions?: object | undefined;
}

/** As whoever executes an operation says. */
export interface Executed {
  data?: unknown;
  errors?: readonly unknown[];
  extensions?: object;
  /** Of its response, where it has no errors. */
  headers?: Readonly<Record<string, string>>;
}

/** The answer to an operation that was executed, as a client may see it. */
export function executedAnswer({ data, errors = [], extensions, headers: ofData = {} }: Executed): GraphQLAnswer {
  if (errors.length === 0) return { status: 200, headers: ofData, data, extensions };
  const { head, shown } = shownErrors(errors);
  const headers = { ...retryAfter(data, shown), ...head.headers };
  return { status: head.status ?? 200, headers, errors: shown, ...(data !== undefined && { data }), extensions };
}

/** The answer to a request that nothing was executed for. @param thrown why. */
export function refusedAnswer(thrown: unknown): GraphQLAnswer {
  const { head, shown } = shownErrors(thrown instanceof RefusedRequest ? thrown.errors : [thrown]);
  const headers = { ...retryAfter(undefined, shown), ...head.headers };
  return { status: head.status ?? statusOf(shown), headers, errors: shown.map(withStandardCode) };
}

/** @returns head what the errors themselves say of the response. */
function shownErrors(errors: readonly unknown[]): { head: HttpHead; shown: GraphQLFormattedError[] } {
  let head: HttpHead = {};
  const shown = errors.slice(0, MAX_ERRORS).map((thrown) => {
    const error = toError(thrown);
    const { http, ...extensions } = error.extensions;
    if (http) head = { ...head, ...http };
    return formatError({ ...error.toJSON(), extensions }, error);
  });
  return { head, shown };
}

function toError(thrown: unknown): GraphQLError {
  if (thrown instanceof GraphQLError) return thrown;
  if (thrown instanceof DomainError) return toGraphQLError(thrown);
  const error = thrown instanceof Error ? thrown : new Error('What was thrown is no error.', { cause: thrown });
  return new GraphQLError(error.message, { originalError: error });
}
