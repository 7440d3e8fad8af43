import type { GraphQLClient } from '@commerce/testkit/graphql-client';

/** A client that asks again for what fails: on a machine that does much else a core is out of reach for a moment. */
export function askedAgain(graph: GraphQLClient): GraphQLClient {
  const ask: GraphQLClient['ask'] = async (...request) => {
    for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
      try {
        return await graph.ask(...request);
      } catch {
        // The last attempt says why.
      }
    }
    return await graph.ask(...request);
  };
  return { ...graph, ask };
}

const ATTEMPTS = 10;
