import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { log } from '../log.ts';
import { DomainError } from './domain-error.ts';
import { errorTable, kindOfCode } from './error-table.ts';
import { type ErrorExtensions, toGraphQLError } from './graphql-error.ts';
import { textOfApollo } from './library-texts.ts';

/**
 * Decides what of an error a client may see. It is an allow-list: known codes with known extensions pass, and anything
 * else is logged and becomes INTERNAL_SERVER_ERROR without a word about why. What a library says of a request that it
 * refuses is told in our own words: see library-texts.ts, which platform/process/http-errors.ts asks as well.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(thrown);
  const { message, extensions = {} } = original instanceof DomainError ? toGraphQLError(original) : formatted;
  const { locations, path } = formatted;
  const where = { ...(locations && { locations }), ...(path && { path }) };
  const { code } = extensions;
  if (typeof code === 'string' && REQUEST_ERRORS.has(code)) {
    const { graphql } = errorTable.InvalidArgument;
    const text = ABOUT_THE_DOCUMENT.has(code) ? message : textOfApollo(message);
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

/** Apollo Server's codes for requests that never reach a resolver: for a client all of them are its own bad input. */
export const REQUEST_ERRORS: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
]);

/** Those of them whose texts are graphql-js's own, or ours: they say what is wrong in the client's document. */
const ABOUT_THE_DOCUMENT: ReadonlySet<string> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

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
