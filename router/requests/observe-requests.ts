import { callContext } from '@commerce/platform/call-context';
import type { GraphQLAnswer } from '@commerce/platform/graphql/graphql-answer';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import { outcomeOf } from '@commerce/platform/graphql/outcome';
import { currentTrace } from '@commerce/platform/traces/trace-context';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import { clientLabels } from './client-labels.ts';
import { recordRequest } from './request-metrics.ts';
import { requestLines } from './request-lines.ts';
import { operationLabels } from './operation-labels.ts';

/** Follows each request for GraphQL from its first byte to its end: also those that never become an operation. */
export interface ObservedRequests {
  /** To be called before anything that may refuse a request. */
  addTo(app: FastifyInstance): void;
  /** To be called when the routes are there: a request has its own context by then. */
  addTracesTo(app: FastifyInstance): void;
  /** A request's operation may have so many fields. */
  counted(request: FastifyRequest, fields: number): void;
  /** A request is answered so. @param operation undefined when it asked for none. */
  answered(request: FastifyRequest, answer: GraphQLAnswer, operation: OperationDefinitionNode | undefined): void;
}

/**
 * @param isTrusted whether an operation's name is one of a trusted document: then it is a label of its own.
 * @param slowMs from when on a request is marked as slow, in milliseconds.
 */
export function observeRequests(isTrusted: (name: string) => boolean, slowMs: number): ObservedRequests {
  const clientOf = clientLabels();
  const labelOf = operationLabels(isTrusted);
  const write = requestLines(slowMs);

  const end = ({ facts }: FastifyRequest, reply: FastifyReply) => {
    if (!facts) return;
    const seconds = (performance.now() - facts.begunAt) / 1_000;
    // A client that did not wait has no outcome; one that was sent no body, such as a 304, has been served.
    const outcome = reply.raw.writableFinished ? (facts.outcome ?? 'ok') : 'gone';
    const operation = labelOf(facts);
    recordRequest(facts, { operation, outcome, seconds });
    write(facts, { operation, outcome, seconds, status: reply.statusCode });
  };

  return {
    addTo(app) {
      app.decorateRequest('facts');
      app.addHook('onRequest', (request, reply, done) => {
        if (request.routeOptions.url !== GRAPHQL_PATH || request.method === 'OPTIONS') return done();
        request.facts = { begunAt: performance.now(), client: clientOf(request.headers) };
        reply.raw.once('close', () => end(request, reply));
        done();
      });
      // Refusals are objects, and the answers to operations texts, which do not come by here.
      app.addHook<{ errors?: GraphQLFormattedError[] } | null>(
        'preSerialization',
        ({ facts }, _reply, payload, done) => {
          if (facts && facts.outcome === undefined && payload?.errors) {
            facts.outcome = outcomeOf(payload);
            const { reason, code } = payload.errors[0]?.extensions ?? {};
            facts.refusal = String(reason ?? code);
          }
          done(null, payload);
        },
      );
    },
    addTracesTo(app) {
      app.addHook('preHandler', ({ facts }, _reply, done) => {
        const context = callContext.getStore();
        if (facts && context) {
          const { traceId, spanId } = currentTrace(context.headers['traceparent']);
          facts.requestId = context.requestId;
          facts.traceId = traceId;
          facts.isTraced = spanId !== undefined;
        }
        done();
      });
    },
    counted({ facts }, fields) {
      if (facts) facts.cost = fields;
    },
    answered({ facts }, answer, operation) {
      if (!facts) return;
      facts.outcome = outcomeOf(answer);
      facts.operation = operation?.name?.value;
      facts.type = operation?.operation;
      if (!operation) facts.refusal = reasonOf(answer);
    },
  };
}

function reasonOf({ errors = [] }: GraphQLAnswer): string {
  const { reason, code } = errors[0]?.extensions ?? {};
  return String(reason ?? code);
}
