import type { TracerProvider } from '@opentelemetry/api';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_URL_PATH,
  ATTR_URL_SCHEME,
} from '@opentelemetry/semantic-conventions';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.ts';
import { recordCaller, startServerSpan } from '../traces/span.ts';

/**
 * Begins the span of an HTTP request (https://opentelemetry.io/docs/specs/semconv/http/http-spans/); it ends with the
 * response, or with the connection of a client that did not wait for it. apollo-spans.ts says what was asked for.
 *
 * @returns runs what belongs to the request.
 */
export function startRequestSpan(
  provider: TracerProvider | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  caller?: Caller,
): <T>(work: () => T) => T {
  const { method, protocol, routeOptions } = request;
  const route = routeOptions.url ?? '';
  const { span, run } = startServerSpan(
    provider,
    () => ({
      name: `${method} ${route}`,
      attributes: {
        [ATTR_HTTP_REQUEST_METHOD]: method,
        [ATTR_HTTP_ROUTE]: route,
        [ATTR_URL_PATH]: route,
        [ATTR_URL_SCHEME]: protocol,
      },
    }),
    (header) => request.headers[header]?.toString(),
  );
  recordCaller(span, caller);
  if (span) {
    reply.raw.once('close', () => {
      span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, reply.statusCode).end();
    });
  }
  return run;
}
