import { STATUS_CODES } from 'node:http';
import { errorTable } from './error-table.ts';

/**
 * What a client is told of a request that a library refuses: this list's text for each of the library's. It tells a client
 * what to mend; a library's own may be about the program that uses it. A text that is not in the list does not go out.
 */

/** @param message what Apollo Server says. */
export function textOfApollo(message: string): string {
  const known = APOLLO.find(([theirs]) => (typeof theirs === 'string' ? theirs === message : theirs.test(message)));
  if (!known) return errorTable.InvalidArgument.message;
  const [theirs, ours] = known;
  return message.replace(theirs, ours);
}

/** @param code of the error that Fastify, or Node's HTTP parser, refuses the request with. @param status the response's. */
export function refusalOfHttp(code: string, status: number): { message: string; reason?: string } {
  const known = HTTP.get(code);
  if (known) return known;
  return { message: status === 400 ? errorTable.InvalidArgument.message : `${STATUS_CODES[status] ?? 'Refused'}.` };
}

/** Apollo's clients look for these two texts as they are (https://www.apollographql.com/docs/apollo-server/performance/apq). */
const PERSISTED = ['PersistedQueryNotFound', 'PersistedQueryNotSupported'] as const;

const STRINGS = 'The query must be a string.';
const PARAMETER = '(query|operationName|variables|extensions)';

const APOLLO: readonly (readonly [string | RegExp, string])[] = [
  ...PERSISTED.map((text) => [text, text] as const),
  ['provided sha does not match query', 'The persisted query has another SHA-256 than its extension says.'],
  ['Unsupported persisted query version', 'The version of a persisted query must be 1.'],
  [
    'GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.',
    'The request must have a query, or a persistedQuery extension.',
  ],
  [
    'POST body missing, invalid Content-Type, or JSON object has no keys.',
    'The body must be a JSON object with a query.',
  ],
  ['Operation batching disabled.', 'The body must be one request: batches are not taken.'],
  ['GraphQL queries must be strings.', STRINGS],
  [/^GraphQL queries must be strings\. It looks like .*$/s, STRINGS],
  [/^`(variables|extensions)` in a POST body .*$/, '$1 must be an object.'],
  ['`operationName` in a POST body must be a string if provided.', 'operationName must be a string.'],
  [new RegExp(`^The '${PARAMETER}' search parameter may only be specified once\\.$`), '$1 may be given once.'],
  [
    new RegExp(`^The ${PARAMETER} search parameter (contains invalid JSON|should contain .*)\\.$`),
    '$1 must be a JSON object.',
  ],
  [
    /^GET requests may not have a content-type header .*$/,
    'The header Content-Type of a GET must be application/json, or absent.',
  ],
  [
    /^GET requests only support query operations, not (mutation|subscription) operations$/,
    'A $1 must be sent by POST.',
  ],
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery .*$/s,
    'A form of another site could send this request: give it the header Content-Type: application/json, or apollo-require-preflight.',
  ],
];

const HTTP: ReadonlyMap<string, { message: string; reason?: string }> = new Map([
  ['FST_ERR_CTP_BODY_TOO_LARGE', { message: 'The body is larger than is read here.', reason: 'REQUEST_TOO_LARGE' }],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    { message: 'The header Content-Type must be application/json.', reason: 'CONTENT_TYPE_NOT_SUPPORTED' },
  ],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', { message: 'The body is empty; it must be JSON.', reason: 'BODY_NOT_JSON' }],
  ['FST_ERR_CTP_INVALID_JSON_BODY', { message: 'The body is not valid JSON.', reason: 'BODY_NOT_JSON' }],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    { message: 'The body has another length than its header Content-Length says.', reason: 'BODY_INCOMPLETE' },
  ],
  ['FST_ERR_BAD_URL', { message: 'The path is no valid part of a URL.' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { message: 'The request was sent too slowly.' }],
  ['HPE_HEADER_OVERFLOW', { message: 'The headers are larger than is read here.' }],
]);
