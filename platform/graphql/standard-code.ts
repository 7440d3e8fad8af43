import type { GraphQLFormattedError } from 'graphql';

/**
 * Gives the error of a refused request the code that tools of GraphQL look for, where they have one of their own
 * (https://www.apollographql.com/docs/apollo-server/data/errors#built-in-error-codes). It is the error's reason as well.
 * A value that is wrong stays bad input, in the document as in the variables.
 */
export function withStandardCode(error: GraphQLFormattedError): GraphQLFormattedError {
  const { reason, fieldViolations } = error.extensions ?? {};
  return STANDARD_CODES.has(reason) && fieldViolations === undefined
    ? { ...error, extensions: { ...error.extensions, code: reason } }
    : error;
}

/** @returns is it one of these? What has one is its client's to mend. */
export function isStandardCode(code: unknown): boolean {
  return STANDARD_CODES.has(code);
}

const STANDARD_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
]);
