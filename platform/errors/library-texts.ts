import { STATUS_CODES } from 'node:http';
import { errorTable } from './error-table.ts';

/**
 * What a client is told of a request that a library refuses: this list's text for each of the library's. It tells a client
 * what to mend; a library's own may be about the program that uses it. A text that is not in the list does not go out.
 */

/** @param code of the error that Fastify, or Node's HTTP parser, refuses the request with. @param status the response's. */
export function refusalOfHttp(code: string, status: number): { message: string; reason?: string } {
  const known = HTTP.get(code);
  if (known) return known;
  return { message: status === 400 ? errorTable.InvalidArgument.message : `${STATUS_CODES[status] ?? 'Refused'}.` };
}

/** The code of an error for a body that is not written as its header Content-Encoding says. */
export const BODY_NOT_INFLATED = 'BODY_NOT_INFLATED';

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
  [
    BODY_NOT_INFLATED,
    { message: 'The body is not written as its header Content-Encoding says.', reason: 'BODY_INCOMPLETE' },
  ],
  ['FST_ERR_BAD_URL', { message: 'The path is no valid part of a URL.' }],
  ['ERR_HTTP_REQUEST_TIMEOUT', { message: 'The request was sent too slowly.' }],
  ['HPE_HEADER_OVERFLOW', { message: 'The headers are larger than is read here.' }],
]);
