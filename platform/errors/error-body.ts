import { errorTable } from './error-table.ts';

/**
 * The body of a response to what never became a GraphQL operation, as GraphQL tells errors.
 *
 * @param code of the error table. @param reason what a program can tell apart within it.
 */
export function errorBody(message: string, code: string = errorTable.InvalidArgument.graphql, reason?: string) {
  return { errors: [{ message, extensions: { code, ...(reason && { reason }) } }] };
}
