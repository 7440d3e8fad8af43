import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import { type ByteBudget, openByteBudget } from '@commerce/platform/byte-budget';
import { type CallContext, callContext } from '@commerce/platform/call-context';
import { errorTable } from '@commerce/platform/errors/error-table';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/apollo-routes';
import { type SpanContext, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sharedQueriesTotal, sharedQueriesWaiting } from './metrics.ts';
import { queryKey } from './query-key.ts';
import type { RateLimit } from './rate-limit.ts';

/** Answers identical queries that are in flight at once with one answer; see docs/decisions/identical-queries.md. */
export interface SharedQueries {
  /** To be called when the routes are there: a request waits for another once it has a context of its own. */
  addTo(app: FastifyInstance): void;
  /** Looks at what is answered. */
  plugin: ApolloServerPlugin;
  /** The running request's operation is within all limits, and runs now. @param fields what it counts as. */
  begins(context: Pick<GraphQLRequestContext<object>, 'operation'>, fields: number): void;
  /** The client of a request has gone. @param cancel ends the work for it, and frees what it holds. */
  whenGone(context: CallContext, cancel: () => void): void;
}

/** The work for one request, while others may wait for its answer. */
interface Flight {
  key: string;
  deadline: number;
  span: SpanContext | undefined;
  followers: Set<(answer: SharedAnswer | undefined) => void>;
  /** What its operation counts as, once it is known to be a query. */
  fields?: number;
  /** Set when its own client has gone: ends it. */
  cancel?: () => void;
}

interface SharedAnswer {
  status: number;
  headers: [name: string, value: string][];
  bytes: Buffer;
  fields: number;
  /** One reader has it, or has gone. */
  release(): void;
}

/** @param admits counts what a request asks for: each of those that share an answer. */
export function sharedQueries(admits: RateLimit['admits'] | undefined): SharedQueries {
  /** Those that a new request may join. */
  const open = new Map<string, Flight>();
  const flights = new WeakMap<CallContext, Flight>();

  /** Nobody joins it any more. @param answer undefined when each of its followers has to go on by itself. */
  const end = (flight: Flight, answer?: SharedAnswer) => {
    if (open.get(flight.key) === flight) open.delete(flight.key);
    for (const take of flight.followers) take(answer);
    flight.followers.clear();
    flight.cancel?.();
  };

  const lead = (key: string, context: CallContext) => {
    const span = trace.getActiveSpan()?.spanContext();
    const flight = { key, deadline: context.deadline, span, followers: new Set<never>() };
    open.set(key, flight);
    flights.set(context, flight);
  };

  /** @param goOn answers the request as if there were no other. */
  const follow = async (
    flight: Flight,
    { signal }: CallContext,
    request: FastifyRequest,
    reply: FastifyReply,
    goOn: () => void,
  ) => {
    const answer = await new Promise<SharedAnswer | undefined>((take) => {
      flight.followers.add(take);
      sharedQueriesWaiting.inc();
      const leave = () => {
        // With its last follower goes the work that its own client has left already.
        if (flight.followers.delete(take) && flight.followers.size === 0 && flight.cancel) end(flight);
        take(undefined);
      };
      signal?.addEventListener('abort', leave, { once: true });
    });
    sharedQueriesWaiting.dec();
    if (!answer) {
      // A client that has gone is not answered. One whose time is up is, and goes the way on which that is told.
      if (!reply.raw.destroyed) goOn();
      return;
    }
    if (reply.raw.destroyed) return answer.release();
    reply.raw.once('close', answer.release);
    if (admits && !(await admits(request, reply, answer.fields))) return;
    sharedQueriesTotal.inc();
    if (flight.span) trace.getActiveSpan()?.updateName('query').addLink({ context: flight.span });
    for (const [name, value] of answer.headers) void reply.header(name, value);
    void reply.code(answer.status).send(answer.bytes);
  };

  return {
    addTo(app) {
      app.addHook('preHandler', (request, reply, done) => {
        const context = callContext.getStore();
        const key =
          context && request.routeOptions.url === GRAPHQL_PATH ? queryKey(request, context.headers) : undefined;
        if (!context || key === undefined) return done();
        const flight = open.get(key);
        // Who may wait for longer would be left with nothing when the other's time is up; the next ones then join it.
        if (flight && context.deadline - flight.deadline <= MAX_SOONER_MS) {
          void follow(flight, context, request, reply, done);
          return;
        }
        lead(key, context);
        done();
      });
      app.addHook('onSend', (_request, reply, payload, done) => {
        const context = callContext.getStore();
        const flight = context && flights.get(context);
        if (!flight) return done(null, payload);
        const { fields, followers } = flight;
        if (fields === undefined || followers.size === 0 || typeof payload !== 'string') {
          end(flight);
          return done(null, payload);
        }
        const answer = shareAnswer(reply, payload, fields, followers.size);
        end(flight, answer);
        done(null, answer.bytes);
      });
    },
    plugin: {
      async requestDidStart() {
        return {
          async willSendResponse({ operation, response: { body } }) {
            // A client that is told of a write must not be given an answer which was begun before it.
            if (operation?.operation === 'mutation') open.clear();
            const flight = currentFlight(flights);
            if (!flight) return;
            const { errors = [] } = body.kind === 'single' ? body.singleResult : {};
            // It was the time of one client that ran out.
            if (errors.some(({ extensions }) => extensions?.['code'] === errorTable.DeadlineExceeded.graphql)) {
              delete flight.fields;
            }
          },
        };
      },
    },
    begins({ operation }, fields) {
      const flight = currentFlight(flights);
      if (!flight) return;
      if (operation?.operation === 'query') flight.fields = fields;
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

/** In milliseconds; also for how long a request may be joined by others of the same time. */
const MAX_SOONER_MS = 1_000;

/** What of an answer's headers is the answer's, and not the request's. */
const SHARED_HEADERS = ['content-type', 'cache-control', 'retry-after'];

function currentFlight(flights: WeakMap<CallContext, Flight>): Flight | undefined {
  const context = callContext.getStore();
  return context && flights.get(context);
}

function shareAnswer(reply: FastifyReply, text: string, fields: number, readers: number): SharedAnswer {
  const bytes = Buffer.from(text);
  const held = holdOnce(bytes.length);
  let reading = readers;
  return {
    status: reply.statusCode,
    headers: SHARED_HEADERS.flatMap((name) => {
      const value = reply.getHeader(name);
      return value === undefined ? [] : [[name, String(value)] as [string, string]];
    }),
    bytes,
    fields,
    release() {
      reading -= 1;
      if (reading === 0) held.release();
    },
  };
}

/** Counts an answer once, however many read it. It is there already: others are refused while it is too much, not it. */
function holdOnce(bytes: number): ByteBudget {
  const held = openByteBudget();
  try {
    held.hold(bytes);
  } catch {
    // It is counted all the same.
  }
  return held;
}
