import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { shorten } from './shorten.ts';

/**
 * Refuses a request that names none of its document's operations, or leaves the choice among several
 * (https://spec.graphql.org/September2025/#GetOperation()), before anything is done for it: the gateway would fail.
 * An empty name is none (https://graphql.github.io/graphql-over-http/draft/#sec-GET).
 */
export const chosenOperation: ApolloServerPlugin = {
  async requestDidStart({ request }) {
    if (request.operationName === '') delete request.operationName;
    return {
      async didResolveOperation({ document, request: { operationName }, ...context }) {
        // Apollo Server's types promise one.
        if ('operation' in context && context.operation) return;
        throw new GraphQLError(whyNone(document, operationName), {
          extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } },
        });
      },
    };
  },
};

function whyNone({ definitions }: DocumentNode, name: string | undefined): string {
  const named = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION).length;
  if (named === 0) return 'The document has no operation: write a query or a mutation.';
  if (name !== undefined) return `The document has no operation named "${shorten(name)}".`;
  return `The document has ${named} operations: say by operationName which is to be run.`;
}
