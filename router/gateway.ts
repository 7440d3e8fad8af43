import { ApolloGateway } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import { GraphQLSchema } from 'graphql';
import { createSubgraphDataSource, type SubgraphDataSource } from './subgraph-data-source.ts';
import { type SupergraphSource, supergraphFrom } from './supergraph-source.ts';
import { subgraphsOf } from './subgraphs-of.ts';

export interface Gateway {
  gateway: ApolloGateway;
  /** Closes the connections to the subgraphs. */
  close(): Promise<void>;
}

/**
 * The query planner and executor, over one supergraph.
 *
 * @param urlOf the address of a subgraph, given its name and the address in the supergraph.
 */
export function createGateway(source: SupergraphSource, urlOf: (name: string, url?: string) => string): Gateway {
  // By name and address: a new supergraph keeps the connections to the subgraphs that did not move.
  const dataSources = new Map<string, SubgraphDataSource>();
  // The gateway would look for the metadata services of the clouds, and report to Apollo every hour. A variable that
  // is set already stands: `false` lets it.
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const gateway = new ApolloGateway({
    // The gateway takes over subgraph by subgraph: found half-way, one without an address would leave the others moved.
    supergraphSdl: supergraphFrom(source, (sdl) => {
      for (const { name, url } of subgraphsOf(sdl)) urlOf(name, url);
    }),
    buildService({ name, url }) {
      const address = urlOf(name, url);
      const key = `${name} ${address}`;
      const dataSource = dataSources.get(key) ?? createSubgraphDataSource(name, address);
      dataSources.set(key, dataSource);
      return dataSource;
    },
    // The gateway would decide by the variable NODE_ENV, and show plans to whoever asks where it is not set.
    __exposeQueryPlanExperimental: false,
    logger: log.child({ server: 'router' }),
  });
  withoutSubscriptions(gateway);
  return {
    gateway,
    close: async () => {
      await Promise.all([...dataSources.values()].map((dataSource) => dataSource.close()));
    },
  };
}

/**
 * Nobody serves subscriptions here. A type that a subgraph calls Subscription is a type like any other to clients, where the
 * gateway would make its fields operations.
 */
function withoutSubscriptions(gateway: ApolloGateway): void {
  const onSchema = gateway.onSchemaLoadOrUpdate.bind(gateway);
  gateway.onSchemaLoadOrUpdate = (listener) =>
    onSchema(({ apiSchema, coreSupergraphSdl }) => {
      // The gateway answers introspection from this one itself.
      gateway.schema = new GraphQLSchema({ ...apiSchema.toConfig(), subscription: undefined });
      listener({ apiSchema: gateway.schema, coreSupergraphSdl });
    });
}
