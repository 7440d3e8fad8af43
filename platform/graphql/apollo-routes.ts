import { ApolloServer, type ApolloServerOptionsWithGateway, type BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo, { type ApolloFastifyContextFunction } from '@as-integrations/fastify';
import type { TracerProvider } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { v4 as newRequestId } from 'uuid';
import type { Authentication } from '../auth/authenticate.ts';
import { type CallContext, callContext, openCall, REQUEST_ID_HEADER } from '../call-context.ts';
import { isSwitchedOn } from '../config/switches.ts';
import { formatError } from '../errors/format-error.ts';
import { log } from '../log.ts';
import { apolloMetrics } from './apollo-metrics.ts';
import { apolloSpans } from './apollo-spans.ts';
import { bigIntegers } from './big-integers.ts';
import { boundedResponse } from './bounded-response.ts';
import { chosenOperation } from './chosen-operation.ts';
import { drainRequests } from './drain-requests.ts';
import { fewErrors } from './few-errors.ts';
import { finiteNumbers } from './finite-numbers.ts';
import { hiddenSchema } from './hidden-schema.ts';
import { addAdmission } from './http-admission.ts';
import { addAuthentication } from './http-authentication.ts';
import { addNegotiation, GRAPHQL_METHODS } from './http-negotiation.ts';
import { addJsonBody } from './json-body.ts';
import { requestErrors } from './request-errors.ts';
import { startRequestSpan } from './request-span.ts';
import { servedOperations } from './served-operations.ts';
import { valueErrors } from './value-errors.ts';
import { variableErrors } from './variable-errors.ts';

/**
 * Serves GraphQL at `/graphql`: the same for the router and for every subgraph. Each request runs in the context that
 * its headers carry, and its response names its id.
 *
 * @returns the started server; stopping it finishes the requests in flight and closes `app`.
 */
export async function addGraphQLRoutes<Context extends BaseContext>(
  app: FastifyInstance,
  options: {
    name: string;
    server: { schema: GraphQLSchema } | { gateway: ApolloServerOptionsWithGateway<Context>['gateway'] };
    context: (request: FastifyRequest) => Context;
    /** What a client's operation may ask for. A subgraph has none: its callers are routers, which have. */
    limits?: Pick<ApolloServerOptionsWithGateway<Context>, 'parseOptions' | 'maxRecursiveSelections' | 'plugins'>;
    config: {
      NODE_ENV: string;
      INTROSPECTION?: 'true' | 'false' | undefined;
      /** The time that a request may take; a caller may ask for less. */
      REQUEST_TIMEOUT_MS: number;
      /** Requests at once; more are refused. */
      MAX_REQUESTS_IN_FLIGHT: number;
    };
    /** Finds out who its callers are. A subgraph asks nobody: the core that it asks does. */
    authentication?: Authentication;
    /** Is told that the client of a request has gone, and ends the work for it; by default at once. */
    whenGone?: ((context: CallContext, cancel: () => void) => void) | undefined;
    /** The largest request body, in bytes, where it is not the server's. */
    bodyLimit?: number;
    /** Makes the spans of its requests. */
    spans: TracerProvider | undefined;
  },
): Promise<ApolloServer<Context>> {
  const { name, limits, config, bodyLimit, spans, whenGone = (_context, cancel) => cancel() } = options;
  const showsSchema = isSwitchedOn(config.INTROSPECTION, config.NODE_ENV);
  const server = new ApolloServer<Context>({
    ...options.server,
    ...limits,
    nodeEnv: config.NODE_ENV,
    // hiddenSchema refuses it in words of our own.
    introspection: true,
    hideSchemaDetailsFromClientErrors: !showsSchema,
    includeStacktraceInErrorResponses: false,
    // Whoever starts the process stops it: see run-process.ts.
    stopOnTerminationSignals: false,
    formatError,
    stringifyResult: boundedResponse,
    validationRules: [servedOperations, finiteNumbers, ...(showsSchema ? [] : [hiddenSchema])],
    logger: log.child({ server: name }),
    plugins: [
      apolloMetrics(name),
      apolloSpans,
      requestErrors,
      chosenOperation,
      bigIntegers,
      valueErrors,
      variableErrors(showsSchema),
      fewErrors,
      drainRequests(app, config.REQUEST_TIMEOUT_MS),
      // It would make objects for each field of an answer.
      ApolloServerPluginCacheControlDisabled(),
      // Traces go over OpenTelemetry, not inside each response.
      ApolloServerPluginInlineTraceDisabled(),
      // It would load Apollo's sandbox from the internet; the router has a playground of its own.
      ApolloServerPluginLandingPageDisabled(),
      ...(limits?.plugins ?? []),
    ],
  });
  await server.start();

  addAdmission(app, config.MAX_REQUESTS_IN_FLIGHT, limits !== undefined);
  addNegotiation(app, GRAPHQL_PATH);
  const callerOf = addAuthentication(app, GRAPHQL_PATH, options.authentication);
  addJsonBody(app);
  // After the body is read: the body's stream would not keep the context.
  app.addHook('preHandler', (request, reply, done) => {
    const read = (header: string) => request.headers[header]?.toString();
    const { context, cancel, close } = openCall({ read, maxTimeoutMs: config.REQUEST_TIMEOUT_MS, newRequestId });
    context.caller = callerOf(request);
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
  app.addHook('onRoute', (route) => {
    if (bodyLimit !== undefined && route.url === GRAPHQL_PATH) route.bodyLimit = bodyLimit;
  });
  const contextFunction: ApolloFastifyContextFunction<Context> = async (request) => options.context(request);
  await app.register(fastifyApollo(server), {
    context: contextFunction,
    path: GRAPHQL_PATH,
    method: [...GRAPHQL_METHODS],
  });
  return server;
}

export const GRAPHQL_PATH = '/graphql';
