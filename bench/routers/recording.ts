import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { FormattedExecutionResult } from 'graphql';
import { stockSupergraph } from './stock-supergraph.ts';

/** What an operation fetches, in order, and what its answer is. */
export interface Recording {
  fetches: { url: string; query: string; variables: Record<string, unknown> }[];
  answer: FormattedExecutionResult;
}

/** Runs an operation once, over the gateway as Apollo makes it, each entity of a fetch once. */
export async function record(
  supergraph: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Recording> {
  const fetches: Recording['fetches'] = [];
  const gateway = new ApolloGateway({
    supergraphSdl: stockSupergraph(supergraph),
    buildService: ({ url = '' }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest({ request: { query: document = '', variables: own = {} } }) {
          fetches.push({ url, query: document, variables: withoutRepetition(own) });
        },
      }),
  });
  const server = new ApolloServer({ gateway });
  await server.start();
  try {
    const { body } = await server.executeOperation({ query, variables });
    if (body.kind !== 'single') throw new Error('The answer comes in parts.');
    return { fetches, answer: body.singleResult };
  } finally {
    await server.stop();
  }
}

/** The gateway sends what several places mention several times, which no router has to. */
function withoutRepetition(variables: Record<string, unknown>): Record<string, unknown> {
  const { representations } = variables;
  if (!Array.isArray(representations)) return variables;
  const unique = new Set(representations.map((representation) => JSON.stringify(representation)));
  return { ...variables, representations: [...unique].map((text) => JSON.parse(text) as unknown) };
}
