import type { TracerProvider } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { v4 as newRequestId } from 'uuid';
import type { Authentication } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { type CallContext, callContext, openCall, REQUEST_ID_HEADER } from '../call-context.ts';
import { openTrace, type TraceRecorder } from '../exposed-trace/trace-recorder.ts';
import { acceptedType, GRAPHQL_RESPONSE } from './accepted-type.ts';
import { type GraphQLService, requestAnswerer } from './answer-request.ts';
import { boundedResponse } from './bounded-response.ts';
import { drainRequests } from './drain-requests.ts';
import { readGraphQLRequest } from './graphql-request.ts';
import { addAdmission } from './http-admission.ts';
import { addAuthentication } from './http-authentication.ts';
import { addNegotiation, GRAPHQL_METHODS } from './http-negotiation.ts';
import { addJsonBody } from './json-body.ts';
import { startRequestSpan } from './request-span.ts';

/** An HTTP request, and its response before it is sent. */
export interface Http {
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Who is told what was done for their request, and how. */
export interface ExposedTraces {
  isAsked(request: FastifyRequest, caller: Caller): boolean;
  /** What `extensions.trace` of the response is. */
  show(trace: TraceRecorder): object | Promise<object>;
}

/**
 * Serves GraphQL at `/graphql` (https://graphql.github.io/graphql-over-http/draft/): the same for the router and for every
 * subgraph. Each request runs in the context that its headers carry, and its response names its id.
 *
 * @returns finishes the requests in flight, and closes `app`.
 */
export function addGraphQLRoutes(
  app: FastifyInstance,
  options: {
    service: GraphQLService<Http>;
    config: {
      /** The time that a request may take; a caller may ask for less. */
      REQUEST_TIMEOUT_MS: number;
      /** Requests at once; more are refused. */
      MAX_REQUESTS_IN_FLIGHT: number;
    };
    /** Whether its callers are clients, and not parts of this system. */
    isFirst: boolean;
    /** Finds out who its callers are. A subgraph asks nobody: the core that it asks does. */
    authentication?: Authentication;
    /** Is told that the client of a request has gone, and ends the work for it; by default at once. */
    whenGone?: ((context: CallContext, cancel: () => void) => void) | undefined;
    /** The largest request body, in bytes, where it is not the server's. */
    bodyLimit?: number;
    /** Makes the spans of its requests. */
    spans: TracerProvider | undefined;
    exposedTraces: ExposedTraces;
  },
): () => Promise<void> {
  const { service, config, isFirst, bodyLimit, spans, whenGone = (_context, cancel) => cancel() } = options;
  const { exposedTraces } = options;
  addAdmission(app, service.name, config.MAX_REQUESTS_IN_FLIGHT, isFirst);
  addNegotiation(app, GRAPHQL_PATH);
  const callerOf = addAuthentication(app, GRAPHQL_PATH, options.authentication);
  addJsonBody(app);
  // After the body is read: the body's stream would not keep the context.
  app.addHook('preHandler', (request, reply, done) => {
    const read = (header: string) => request.headers[header]?.toString();
    const { context, cancel, close } = openCall({ read, maxTimeoutMs: config.REQUEST_TIMEOUT_MS, newRequestId });
    context.caller = callerOf(request);
    if (exposedTraces.isAsked(request, context.caller)) context.trace = openTrace();
    // In this order when it was answered; the second alone when its client went away before.
    reply.raw.once('finish', close).once('close', () => reply.raw.writableEnded || whenGone(context, cancel));
    void reply.header(REQUEST_ID_HEADER, context.requestId);
    // Those who ask for its health or metrics trace nothing.
    const run = startRequestSpan(
      request.routeOptions.url === GRAPHQL_PATH ? spans : undefined,
      request,
      reply,
      context.caller,
    );
    run(() => callContext.run(context, done));
  });
  const answer = requestAnswerer(service);
  app.route({
    url: GRAPHQL_PATH,
    method: [...GRAPHQL_METHODS],
    ...(bodyLimit !== undefined && { bodyLimit }),
    async handler(request, reply) {
      const http = { request, reply };
      const { status, headers, errors, data, extensions } = await answer(
        () => readGraphQLRequest(request),
        request.method === 'GET',
        http,
      );
      const type = acceptedType(request.headers.accept);
      void reply
        .code(statusFor(type, status, data))
        .headers(headers)
        .header('content-type', type);
      const trace = callContext.getStore()?.trace;
      // It is about this request, and the next one has another.
      if (trace) void reply.header('cache-control', 'no-store');
      // Errors first: whoever reads a large answer finds them.
      return boundedResponse({
        errors,
        data,
        extensions: trace ? { ...extensions, trace: await exposedTraces.show(trace) } : extensions,
      });
    },
  });
  return drainRequests(app, config.REQUEST_TIMEOUT_MS);
}

export const GRAPHQL_PATH = '/graphql';

/**
 * A persisted query that is not known yet is answered with 200, as Apollo's clients expect, but not to those who ask for
 * the type that promises another status
 * (https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json).
 */
function statusFor(type: string | undefined, status: number, data: unknown): number {
  return type === GRAPHQL_RESPONSE && status === 200 && data === undefined ? 400 : status;
}
