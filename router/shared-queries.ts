import { type CallContext, callContext } from '@commerce/platform/call-context';
import { errorTable } from '@commerce/platform/errors/error-table';
import type { GraphQLAnswer } from '@commerce/platform/graphql/graphql-answer';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import { type SpanContext, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type OperationDefinitionNode, OperationTypeNode } from 'graphql';
import { sharedQueriesTotal, sharedQueriesWaiting } from './metrics.ts';
import { queryKey } from './query-key.ts';
import type { RateLimit } from './rate-limit.ts';
import { type SharedAnswer, shareAnswer } from './shared-answer.ts';

/** Answers identical queries that are in flight at once with one answer; see docs/decisions/identical-queries.md. */
export interface SharedQueries {
  /** To be called when the routes are there: a request has its own context by the time it waits for another. */
  addTo(app: FastifyInstance): void;
  /** The running request is answered so. @param operation undefined when it asked for none. */
  answered(answer: GraphQLAnswer, operation: OperationDefinitionNode | undefined): void;
  /** The running request's operation is within all limits, and runs next. @param fields what it counts as. */
  begins(operation: OperationDefinitionNode, fields: number): void;
  /** The client of a request has gone. @param cancel ends the work for it, and frees what it holds. */
  whenGone(context: CallContext, cancel: () => void): void;
}

/** The work for one request, and those who wait for its answer. */
interface Flight {
  key: string;
  request: FastifyRequest;
  deadline: number;
  span: SpanContext | undefined;
  /** Each takes the answer; without one it goes on by itself. */
  followers: Set<(answer?: SharedAnswer) => void>;
  /** What its operation counts as; undefined as long as nobody knows that it is a query whose answer others may have. */
  fields?: number | undefined;
  /** Ends it; set when its own client has gone. */
  cancel?: () => void;
}

/** @param admits counts what each of those who share an answer asks for. */
export function sharedQueries(admits: RateLimit['admits'] | undefined): SharedQueries {
  /** Those that a request may join. */
  const open = new Map<string, Flight>();
  const flights = new WeakMap<CallContext, Flight>();
  const current = () => {
    const context = callContext.getStore();
    return context && flights.get(context);
  };

  const end = (flight: Flight, answer?: SharedAnswer) => {
    if (open.get(flight.key) === flight) open.delete(flight.key);
    for (const take of flight.followers) take(answer);
    flight.followers.clear();
    flight.cancel?.();
  };

  const lead = (key: string, context: CallContext, request: FastifyRequest) => {
    const span = trace.getActiveSpan()?.spanContext();
    const flight: Flight = { key, request, deadline: context.deadline, span, followers: new Set() };
    open.set(key, flight);
    flights.set(context, flight);
  };

  /** @returns the answer; undefined when there is none for this request, or it waits no more. */
  const join = async (flight: Flight, { signal }: CallContext) => {
    sharedQueriesWaiting.inc();
    const answer = await new Promise<SharedAnswer | undefined>((take) => {
      flight.followers.add(take);
      const leave = () => {
        // With its last follower goes the work that its own client has left already.
        if (flight.followers.delete(take) && flight.followers.size === 0 && flight.cancel) end(flight);
        take(undefined);
      };
      signal?.addEventListener('abort', leave, { once: true });
    });
    sharedQueriesWaiting.dec();
    return answer;
  };

  /** @param goOn answers the request as if there were no other. */
  const follow = async (
    flight: Flight,
    context: CallContext,
    request: FastifyRequest,
    reply: FastifyReply,
    goOn: () => void,
  ) => {
    const answer = await join(flight, context);
    if (!answer) {
      // One whose time is up goes the way on which it is told so. One whose client has gone goes nowhere.
      if (!reply.raw.destroyed) goOn();
      return;
    }
    if (reply.raw.destroyed) return answer.release();
    reply.raw.once('close', answer.release);
    if (admits && !(await admits(request, reply, flight.fields ?? 0))) return;
    sharedQueriesTotal.inc();
    noteShared(request, flight.request);
    if (flight.span) trace.getActiveSpan()?.updateName('query').addLink({ context: flight.span });
    answer.send(reply);
  };

  return {
    addTo(app) {
      app.addHook('preHandler', (request, reply, done) => {
        const context = request.routeOptions.url === GRAPHQL_PATH ? callContext.getStore() : undefined;
        const key = context && queryKey(request, context.headers);
        if (!context || key === undefined) return done();
        const flight = open.get(key);
        if (flight && context.deadline - flight.deadline <= MAX_SOONER_MS) {
          follow(flight, context, request, reply, done).catch((error: unknown) => void reply.send(error));
          return;
        }
        // Who may wait for much longer than the one before leads those who come next.
        lead(key, context, request);
        done();
      });
      app.addHook('onSend', (_request, reply, payload, done) => {
        const flight = current();
        if (!flight) return done(null, payload);
        const { fields, followers } = flight;
        const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload);
        const isShared = fields !== undefined && followers.size > 0 && isWhole;
        const answer = isShared ? shareAnswer(reply, payload, followers.size) : undefined;
        end(flight, answer);
        done(null, answer?.bytes ?? payload);
      });
    },
    answered({ errors = [] }, operation) {
      // Whoever is told of a write must not be given, to what it asks next, an answer that was begun before.
      if (operation?.operation === OperationTypeNode.MUTATION) open.clear();
      const flight = current();
      const isLate = errors.some(({ extensions }) => extensions?.['code'] === errorTable.DeadlineExceeded.graphql);
      // It was the time of one client that ran out.
      if (flight && isLate) flight.fields = undefined;
    },
    begins({ operation }, fields) {
      const flight = current();
      if (!flight) return;
      if (operation === OperationTypeNode.QUERY) flight.fields = fields;
      else end(flight);
    },
    whenGone(context, cancel) {
      const flight = flights.get(context);
      if (flight && flight.followers.size > 0) flight.cancel = cancel;
      else {
        if (flight) end(flight);
        cancel();
      }
    },
  };
}

/** What is known of the one that was answered holds for the one that was given its answer. */
function noteShared({ facts }: FastifyRequest, { facts: leader }: FastifyRequest): void {
  if (!facts || !leader) return;
  const { operation, type, cost, outcome } = leader;
  Object.assign(facts, { operation, type, cost, outcome, isShared: true });
}

/**
 * How much sooner than a request's own time that of the one which it joins may be up, in milliseconds: what is left then is
 * too little to ask again. Among requests of the same time it is for how long one can be joined, so that one that is stuck
 * does not hold up all that come.
 */
const MAX_SOONER_MS = 1_000;
