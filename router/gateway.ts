import { ApolloGateway } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import { GraphQLSchema } from 'graphql';
import { responseFields } from './response-fields.ts';
import { createSubgraphDataSource, type SubgraphDataSource } from './subgraph-data-source.ts';
import { checkFeatures } from './supergraph-features.ts';
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
 * @param maxFields what the subgraphs may answer to one request, all together.
 */
export function createGateway(
  source: SupergraphSource,
  urlOf: (name: string, url?: string) => string,
  maxFields: number,
): Gateway {
  const holdFields = responseFields(maxFields);
  // By name and address: a new supergraph keeps the connections to the subgraphs that did not move.
  const dataSources = new Map<string, SubgraphDataSource>();
  const retries = createRetryBudget();
  // The gateway would look for the metadata services of the clouds, and report to Apollo every hour. A variable that
  // is set already stands: `false` lets it.
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const refusals: unknown[] = [];
  const supergraph = supergraphFrom(source, (sdl) => {
    // The gateway takes over subgraph by subgraph: found half-way, one without an address would leave the others moved.
    for (const { name, url } of subgraphsOf(sdl)) urlOf(name, url);
    checkFeatures(sdl);
  });
  const gateway = new ApolloGateway({
    supergraphSdl: ({ update, ...options }) =>
      supergraph({
        ...options,
        update(sdl) {
          refusals.length = 0;
          update(sdl);
          // Apollo Server serves the schema before it then, and the gateway would not say so.
          if (refusals.length > 0) throw refusals[0];
        },
      }),
    // In production as everywhere; otherwise the gateway would take what it then cannot plan with.
    validateSupergraph: true,
    buildService({ name, url }) {
      const address = urlOf(name, url);
      const key = `${name} ${address}`;
      const dataSource = dataSources.get(key) ?? createSubgraphDataSource(name, address, retries, holdFields);
      dataSources.set(key, dataSource);
      return dataSource;
    },
    // The gateway would decide by the variable NODE_ENV, and show plans to whoever asks where it is not set.
    __exposeQueryPlanExperimental: false,
    logger: log.child({ server: 'router' }),
  });
  withoutSubscriptions(gateway, (refusal) => refusals.push(refusal));
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
 *
 * @param onRefusal is told when a listener does not take a schema: the gateway itself only logs that.
 */
function withoutSubscriptions(gateway: ApolloGateway, onRefusal: (reason: unknown) => void): void {
  const onSchema = gateway.onSchemaLoadOrUpdate.bind(gateway);
  gateway.onSchemaLoadOrUpdate = (listener) =>
    onSchema(({ apiSchema, coreSupergraphSdl }) => {
      try {
        // The gateway answers introspection from this one itself.
        gateway.schema = new GraphQLSchema({ ...apiSchema.toConfig(), subscription: undefined });
        listener({ apiSchema: gateway.schema, coreSupergraphSdl });
      } catch (error) {
        onRefusal(error);
      }
    });
}
