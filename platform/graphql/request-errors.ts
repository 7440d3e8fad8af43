import type { ApolloServerPlugin } from '@apollo/server';
import { acceptedType, GRAPHQL_RESPONSE } from './accepted-type.ts';

/**
 * Tells what Apollo Server refuses before it has a document as the client's fault: it gives a persisted query with a wrong
 * hash, or of another version, no code. A persisted query that is not known yet is answered with 200, as Apollo's clients
 * expect, but not to those who ask for the type that promises another status
 * (https://graphql.github.io/graphql-over-http/draft/#sec-application-graphql-response-json).
 */
export const requestErrors: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didEncounterErrors({ errors, document, request }) {
        if (document) return;
        for (const { extensions } of errors) {
          extensions['code'] ??= 'BAD_REQUEST';
          if (acceptedType(request.http?.headers.get('accept')) === GRAPHQL_RESPONSE) {
            extensions['http'] = { ...extensions['http'], status: 400 };
          }
        }
      },
    };
  },
};
