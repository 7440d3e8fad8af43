import { readFile } from 'node:fs/promises';
import { createAccountClient } from '@commerce/account/client';
import { account } from '@commerce/account/domain';
import { createContext as accountContext } from '@commerce/account/graph/context';
import { resolvers as accountResolvers } from '@commerce/account/graph/resolvers';
import { createCatalogClient } from '@commerce/catalog/client';
import { catalog } from '@commerce/catalog/domain';
import { createContext as catalogContext } from '@commerce/catalog/graph/context';
import { resolvers as catalogResolvers } from '@commerce/catalog/graph/resolvers';
import { createOrderClient } from '@commerce/order/client';
import { order } from '@commerce/order/domain';
import { createContext as orderContext } from '@commerce/order/graph/context';
import { resolvers as orderResolvers } from '@commerce/order/graph/resolvers';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';

/** The graphs of this project, by their domains. */
const GRAPHS = {
  account: {
    domain: account,
    resolvers: accountResolvers,
    connect(core: string) {
      const client = createAccountClient(core);
      return { client, context: () => accountContext(client) };
    },
  },
  catalog: {
    domain: catalog,
    resolvers: catalogResolvers,
    connect(core: string) {
      const client = createCatalogClient(core);
      return { client, context: () => catalogContext(client) };
    },
  },
  order: {
    domain: order,
    resolvers: orderResolvers,
    connect(core: string) {
      const client = createOrderClient(core);
      return { client, context: () => orderContext(client) };
    },
  },
};

export type StockName = keyof typeof GRAPHS;

/**
 * Serves a domain's graph as Apollo's documentation does it: `buildSubgraphSchema` and Apollo Server, with what they have by
 * default.
 *
 * @param core where its core is.
 */
export async function startStockSubgraph(name: StockName, core: string, port: number) {
  const { domain, resolvers, connect } = GRAPHS[name];
  const typeDefs = parse(await readFile(domain.schemaFile, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as object as GraphQLResolverMap }]);
  const server = new ApolloServer({ schema });
  const { client, context } = connect(core);
  await startStandaloneServer(server, {
    listen: { port, host: '127.0.0.1' },
    context: async () => context(),
  });
  return {
    async stop() {
      await server.stop();
      client.close();
    },
  };
}
