import { buildSchema } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import { NOBODY } from '@commerce/platform/auth/caller';
import { callContext } from '@commerce/platform/call-context';
import type { EmbeddedSubgraph } from '@commerce/platform/graphql/embedded-subgraph';
import { log } from '@commerce/platform/log';
import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { ClientOperation, ExecutionResult } from './execution/executor.ts';
import { withoutSubscriptions } from './execution/supergraph.ts';
import { embeddedTransport } from './embedded-transport.ts';
import { createSubgraphFetcher } from './fetch-subgraph.ts';
import { httpTransport } from './http-transport.ts';
import { createPermissions, type Permissions } from './permissions/permissions.ts';
import { type TypeRequirements, typeRequirements } from './permissions/type-requirements.ts';
import { withoutPermissions } from './permissions/without-permissions.ts';
import { policies } from './policies.ts';
import { responseFields } from './response-fields.ts';
import type { RouterIdentity } from './router-identity.ts';
import { type ServedExecutor, servedExecutor } from './served-executor.ts';
import { createSubgraphFetchers } from './subgraph-fetchers.ts';
import { checkFeatures } from './supergraph-features.ts';
import { type SupergraphSource, supergraphFrom } from './supergraph-source.ts';
import { subgraphsOf } from './subgraphs-of.ts';

export interface Gateway {
  /** Loads the supergraph, and follows it from then on. @throws Error when it cannot be served. */
  start(): Promise<void>;
  /** What clients see of the supergraph of now. */
  schema(): GraphQLSchema;
  /** Answers an operation that is valid on it, as far as the running request's caller may see it. */
  execute(operation: Omit<ClientOperation, 'refusals'>): Promise<ExecutionResult>;
  /** Plans a document that is valid on it, before somebody asks for it. */
  prepare(document: DocumentNode): void;
  /** Follows the supergraph no more, and closes the connections to the subgraphs. */
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Of `@override` that are on: see override-labels.ts. */
  labels?: readonly string[] | undefined;
  /** What the router shows to subgraphs. */
  identity?: RouterIdentity | undefined;
  /** The subgraphs that are in this process, by their names: they need no address. */
  embedded?: ReadonlyMap<string, EmbeddedSubgraph> | undefined;
}

/** Is told of a supergraph before it is served. */
export type OnSupergraph = (schema: GraphQLSchema, supergraphSdl: string, permissions: Permissions) => void;

/**
 * Serves one supergraph at a time: Apollo's gateway loads it, checks it and takes over a new one; operations are planned
 * and executed in execution/.
 *
 * @param urlOf the address of a subgraph, given its name and the address in the supergraph.
 * @param onSupergraph is told of each one.
 * @param maxFields what the subgraphs may answer to one request, all together.
 */
export function createGateway(
  source: SupergraphSource,
  urlOf: (name: string, url?: string) => string,
  onSupergraph: OnSupergraph,
  maxFields: number,
  { labels, identity, embedded = new Map() }: GatewayOptions = {},
): Gateway {
  // The gateway would look for the metadata services of the clouds, and report to Apollo every hour. A variable that
  // is set already stands: `false` lets it.
  process.env['APOLLO_TELEMETRY_DISABLED'] ??= 'true';
  const refusals: unknown[] = [];
  let required: TypeRequirements = new Map();
  /** The gateway does not serve what says who may see what: it has the supergraph without. */
  const take = (sdl: string) => {
    const schema = buildSchema(sdl, { validate: false });
    required = typeRequirements(schema);
    return withoutPermissions(sdl, schema);
  };
  const addressOf = (name: string, url?: string) => (embedded.has(name) ? IN_THIS_PROCESS : urlOf(name, url));
  const supergraph = supergraphFrom(source, (sdl) => {
    // The gateway takes over subgraph by subgraph: found half-way, one without an address would leave the others moved.
    for (const { name, url } of subgraphsOf(sdl)) addressOf(name, url);
    checkFeatures(sdl);
  });
  const apollo = new ApolloGateway({
    async supergraphSdl({ update, ...options }) {
      const served = await supergraph({
        ...options,
        update(sdl) {
          refusals.length = 0;
          update(take(sdl));
          // What was served before it stays then, and the gateway would not say so.
          if (refusals.length > 0) throw refusals[0];
        },
      });
      return { ...served, supergraphSdl: take(served.supergraphSdl) };
    },
    // In production as everywhere; otherwise the gateway would take what it then cannot plan with.
    validateSupergraph: true,
    // The gateway would decide by the variable NODE_ENV, and show plans to whoever asks where it is not set.
    __exposeQueryPlanExperimental: false,
    logger: log.child({ server: 'router' }),
  });
  const response = responseFields(maxFields);
  const retries = createRetryBudget('subgraph');
  const fetchers = createSubgraphFetchers((name, address) => {
    const subgraph = embedded.get(name);
    // What came over HTTP was counted in bytes as it came.
    return subgraph
      ? createSubgraphFetcher(name, embeddedTransport(subgraph), (data) => response.holdCopies(data, 1))
      : createSubgraphFetcher(name, httpTransport(name, address, retries, identity), response.hold);
  });
  let served: { schema: GraphQLSchema; permissions: Permissions; executor: ServedExecutor } | undefined;
  const now = () => {
    if (!served) throw new Error('No supergraph was loaded.');
    return served;
  };
  const end = apollo.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    let executor: ServedExecutor | undefined;
    try {
      executor = servedExecutor(coreSupergraphSdl, {
        fetchers,
        urlOf: addressOf,
        holdCopies: response.holdCopies,
        labels,
        maxFields,
      });
      const schema = withoutSubscriptions(apiSchema);
      const permissions = createPermissions(required, schema, policies);
      onSupergraph(schema, coreSupergraphSdl, permissions);
      served?.executor.retire();
      served = { schema, permissions, executor };
    } catch (error) {
      executor?.retire();
      refusals.push(error);
    }
  });
  return {
    async start() {
      await apollo.load({ apollo: {} });
      if (refusals.length > 0) throw refusals[0];
    },
    schema: () => now().schema,
    async execute(operation) {
      // What a policy is asked for belongs to the supergraph that the operation began with.
      const { permissions, executor } = now();
      const caller = callContext.getStore()?.caller ?? NOBODY;
      return await executor.during(async () =>
        executor.execute({ ...operation, refusals: await permissions.refusals(operation.document, caller) }),
      );
    },
    prepare: (document) => now().executor.execute.prepare(document),
    async close() {
      end();
      await apollo.stop();
      await fetchers.close();
    },
  };
}

/** Stands for an address. */
const IN_THIS_PROCESS = 'in this process';
