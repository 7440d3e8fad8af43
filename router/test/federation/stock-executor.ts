import { ApolloGateway } from '@apollo/gateway';
import { print } from 'graphql';
import type { Answer, FetchSubgraph, Operation } from './served-federation.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** The gateway's own executor over a supergraph, the other side of comparisons. */
export async function createStockExecutor(supergraphSdl: string, fetchSubgraph: FetchSubgraph) {
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger: silent,
    buildService: ({ name }) => ({
      process: ({ request: { query = '', variables = {} } }) => fetchSubgraph(name, { query, variables }),
    }),
  });
  const { executor, schema } = await gateway.load();
  return {
    async execute({ document, operationName, variables }: Operation): Promise<Answer> {
      const answer = await executor({
        document,
        schema,
        queryHash: print(document),
        operationName: operationName ?? null,
        request: { query: print(document), variables, ...(operationName !== undefined && { operationName }) },
        logger: silent,
        context: {},
        metrics: {},
        overallCachePolicy: {},
        cache: {},
      } as unknown as Parameters<typeof executor>[0]);
      // Some of its errors are none of GraphQL's, and have no JSON form.
      const errors = answer.errors?.map(({ message, path, extensions }) => ({ message, path, extensions }));
      return JSON.parse(JSON.stringify({ ...answer, errors })) as Answer;
    },
    stop: () => gateway.stop(),
  };
}
