import type { Operation } from '@commerce/platform/graphql/answer-request';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import type { Executed } from '@commerce/platform/graphql/graphql-answer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Permissions } from '../permissions/permissions.ts';
import { type CacheHints, cacheHints } from './cache-hints.ts';
import { type CachePolicy, cachePolicy } from './cache-policy.ts';

/** Says how long answers may be kept, as their schema has it; see docs/decisions/answers-that-may-be-kept.md. */
export interface CacheControl {
  /** Takes over what a supergraph says. */
  onSupergraph(supergraphSdl: string, permissions: Pick<Permissions, 'isNeededFor'>): void;
  /** No answer may be kept that says nothing else. */
  addTo(app: FastifyInstance): void;
  /** @returns the answer to a request, with the headers that say how long it may be kept. */
  withHeaders(operation: Operation, request: Pick<FastifyRequest, 'method' | 'headers'>, answer: Executed): Executed;
}

export function cacheControl(): CacheControl {
  let hints: CacheHints = new Map();
  let isNeededFor: (document: DocumentNode) => boolean = () => true;
  // By their nodes: a document that comes again is parsed once, and anew for a new schema.
  const policies = new WeakMap<OperationDefinitionNode, CachePolicy>();
  const policyOf = (schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) => {
    const known = policies.get(operation);
    if (known) return known;
    const { maxAge, isPrivate } = cachePolicy(hints, schema, document, operation);
    const policy = { maxAge, isPrivate: isPrivate || isNeededFor(document) };
    policies.set(operation, policy);
    return policy;
  };
  return {
    onSupergraph(supergraphSdl, permissions) {
      hints = cacheHints(supergraphSdl);
      isNeededFor = permissions.isNeededFor;
    },
    addTo(app) {
      app.addHook('onRequest', ({ routeOptions }, reply, done) => {
        if (routeOptions.url === GRAPHQL_PATH) void reply.header('cache-control', 'no-store');
        done();
      });
    },
    withHeaders({ schema, document, operation }, { method, headers }, answer) {
      // An extension is about the request, and not the answer to its operation.
      if (method !== 'GET' || answer.errors !== undefined || answer.extensions !== undefined) return answer;
      const { maxAge, isPrivate } = policyOf(schema, document, operation);
      if (maxAge === 0) return answer;
      // Whatever is asked by somebody may be theirs: a subgraph can decide by who asks, without a word in the schema.
      const isTheirs = isPrivate || headers.authorization !== undefined || headers.cookie !== undefined;
      return {
        ...answer,
        headers: { 'cache-control': `max-age=${maxAge}, ${isTheirs ? 'private' : 'public'}`, vary: VARY },
      };
    },
  };
}

/** By what of a request the answer to its URL differs, beside what is added where it is decided. */
const VARY = 'Origin, Accept, Authorization';
