import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { log } from '../log.ts';
import { DomainError } from './domain-error.ts';
import { errorTable, kindOfCode } from './error-table.ts';
import { type ErrorExtensions, toGraphQLError } from './graphql-error.ts';

/**
 * Decides what of an error a client may see. It is an allow-list: known codes with known extensions pass, and anything
 * else is logged and becomes INTERNAL_SERVER_ERROR without a word about why.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const original = thrownBy(thrown);
  const { message, extensions = {} } = original instanceof DomainError ? toGraphQLError(original) : formatted;
  const { locations, path } = formatted;
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const { code } = extensions;
  if (typeof code === 'string' && REQUEST_ERRORS.has(code)) {
    const { graphql, message: text } = errorTable.InvalidArgument;
    return { message: text, ...where, extensions: { ...allowed(extensions), code: graphql, reason: code } };
  }
  const kind = kindOfCode(code);
  if (kind === undefined || (kind === 'Internal' && !isMasked(message))) {
    log.error({ err: original }, 'a request failed');
  }
  if (kind === undefined || kind === 'Internal') {
    const { graphql, message: masked } = errorTable.Internal;
    return { message: masked, ...where, extensions: { code: graphql, ...subgraphOf(extensions) } };
  }
  return { message, ...where, extensions: { ...allowed(extensions), ...subgraphOf(extensions) } };
}

/** The codes that servers of others have for requests that never reach a resolver. */
export const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** What a resolver threw, which graphql-js has put into an error with its path. */
function thrownBy(error: unknown): unknown {
  return error instanceof GraphQLError && error.path && error.originalError ? error.originalError : error;
}

/** A fault that another process of ours has logged and masked already. */
function isMasked(message: string): boolean {
  return message === errorTable.Internal.message;
}

const ALLOWED = [
  'code',
  'reason',
  'fieldViolations',
  'retryable',
  'retryAfterMs',
] as const satisfies (keyof ErrorExtensions)[];

function allowed(extensions: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(ALLOWED.filter((key) => key in extensions).map((key) => [key, extensions[key]]));
}

/** The gateway names the subgraph that an error came from `serviceName`. */
function subgraphOf({ subgraph, serviceName }: Record<string, unknown>): { subgraph?: string } {
  const name = subgraph ?? serviceName;
  return typeof name === 'string' ? { subgraph: name } : {};
}
