import type { CallContext } from '@commerce/platform/call-context';
import { TRACE_HEADER } from '@commerce/platform/exposed-trace/trace-header';
import type { FastifyRequest } from 'fastify';
import { QUERY_PLAN_HEADER } from './query-plan.ts';
import { acceptedCoding } from './web/content-codings.ts';

/**
 * What two requests must have in common to be answered alike: the document and all that comes with it, the credentials,
 * and whatever else of a request is looked at.
 *
 * @param forwarded what subgraphs are told of the request: they may decide by all of it.
 * @returns undefined when the request is answered by work of its own.
 */
export function queryKey(
  { method, url, bodyText, headers }: Pick<FastifyRequest, 'method' | 'url' | 'bodyText' | 'headers'>,
  forwarded: CallContext['headers'],
): string | undefined {
  if (method !== 'GET' && method !== 'POST') return undefined;
  // Its client wants an answer that was made for it (https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1.4).
  if (headers['cache-control']?.includes('no-cache')) return undefined;
  // It is told what was done for it, and not for another.
  if (headers[TRACE_HEADER] !== undefined) return undefined;
  if (Number(headers['content-length'] ?? 0) > MAX_LENGTH) return undefined;
  // A trace has no say in the answer, and each request has its own.
  const { traceparent: _parent, tracestate: _state, ...deciding } = forwarded;
  // In a text with quotes around each part, so that none of them can be taken for two.
  const coding = acceptedCoding(headers['accept-encoding']) ?? null;
  const head = JSON.stringify([method, url, deciding, coding, ...READ_HEADERS.map((name) => headers[name])]);
  const key = `${head}${bodyText}`;
  return key.length <= MAX_LENGTH ? key : undefined;
}

/** What is read, what shows a plan, and the credentials that browsers send. */
const READ_HEADERS = [
  'accept',
  'content-type',
  'cookie',
  'x-apollo-operation-name',
  'apollo-require-preflight',
  QUERY_PLAN_HEADER,
];

/** In characters: a longer request is rarely sent twice, and comparing it is work. */
const MAX_LENGTH = 65_536;
