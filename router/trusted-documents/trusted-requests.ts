import { type CallContext, callContext } from '@commerce/platform/call-context';
import type { DomainError } from '@commerce/platform/errors/domain-error';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import type { GraphQLRequest } from '@commerce/platform/graphql/graphql-request';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { askedDocument } from './asked-document.ts';
import { type Decision, decide, type TrustedDocumentsMode } from './decision.ts';
import type { KnownDocuments } from './known-documents.ts';
import { untrustedOperations } from './untrusted-operations.ts';

/** Lets requests name trusted documents, and refuses others where only those are answered. */
export interface TrustedRequests {
  /** To be called when the routes are there: a request has its own context by then. */
  addTo(app: FastifyInstance): void;
  /** @returns the running request with the text of the document that it names. */
  meant(request: GraphQLRequest): GraphQLRequest;
}

export function trustedRequests(known: () => KnownDocuments, mode: TrustedDocumentsMode): TrustedRequests {
  const trusted = new WeakMap<CallContext, Extract<Decision, { kind: 'trusted' }>>();
  const count = untrustedOperations(mode === 'report');
  return {
    addTo(app) {
      app.addHook('preHandler', (request, reply, done) => {
        const context = request.routeOptions.url === GRAPHQL_PATH ? callContext.getStore() : undefined;
        const asked = context && askedDocument(request);
        if (!asked) return done();
        const decision = decide(asked, known(), mode);
        if (decision.kind === 'refused') {
          if (decision.isUntrusted) count(request, asked, undefined);
          return refuse(reply, decision.error);
        }
        if (decision.kind === 'trusted') trusted.set(context, decision);
        else if (decision.sha256 !== undefined) count(request, asked, decision.sha256);
        done();
      });
    },
    meant(request) {
      const context = callContext.getStore();
      const decision = context && trusted.get(context);
      if (decision) {
        const { document, isNamed } = decision;
        // With a text it is the text's hash, and the two are compared.
        const { persistedQuery: _, ...extensions } = request.extensions ?? {};
        return { ...request, query: document.body, ...(isNamed && { extensions }) };
      }
      // What was no document to whoever looked for one must be none here.
      const isRefused = mode === 'only' && known().byText(request.query ?? '') === undefined;
      return isRefused ? { ...request, query: undefined, extensions: undefined } : request;
    },
  };
}

function refuse(reply: FastifyReply, error: DomainError): void {
  void reply.code(400).send({ errors: [toGraphQLError(error).toJSON()] });
}
