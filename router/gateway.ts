import { buildSchema } from '@apollo/federation-internals';
import { ApolloGateway } from '@apollo/gateway';
import type { GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import { type Caller, NOBODY } from '@commerce/platform/auth/caller';
import { callContext } from '@commerce/platform/call-context';
import { log } from '@commerce/platform/log';
import { createRetryBudget } from '@commerce/platform/process/retry-budget';
import type { DocumentNode } from 'graphql';
import type { Execute } from './execution/executor.ts';
import { withoutSubscriptions } from './execution/supergraph.ts';
import { createSubgraphFetcher } from './fetch-subgraph.ts';
import { createPermissions } from './permissions/permissions.ts';
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
  gateway: GatewayInterface;
  /** Plans a document that is valid on the supergraph of now, before somebody asks for it. */
  prepare(document: DocumentNode): void;
  /** Closes the connections to the subgraphs. */
  close(): Promise<void>;
}

/**
 * Serves one supergraph at a time: Apollo's gateway loads it, checks it and takes over a new one; operations are planned
 * and executed in execution/.
 *
 * @param urlOf the address of a subgraph, given its name and the address in the supergraph.
 * @param maxFields what the subgraphs may answer to one request, all together.
 * @param labels of `@override` that are on: see override-labels.ts.
 * @param identity what the router shows to subgraphs.
 */
export function createGateway(
  source: SupergraphSource,
  urlOf: (name: string, url?: string) => string,
  maxFields: number,
  labels?: readonly string[],
  identity?: RouterIdentity,
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
  const supergraph = supergraphFrom(source, (sdl) => {
    // The gateway takes over subgraph by subgraph: found half-way, one without an address would leave the others moved.
    for (const { name, url } of subgraphsOf(sdl)) urlOf(name, url);
    checkFeatures(sdl);
  });
  const apollo = new ApolloGateway({
    async supergraphSdl({ update, ...options }) {
      const served = await supergraph({
        ...options,
        update(sdl) {
          refusals.length = 0;
          update(take(sdl));
          // Apollo Server serves the schema before it then, and the gateway would not say so.
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
  const holdFields = responseFields(maxFields);
  const retries = createRetryBudget();
  const fetchers = createSubgraphFetchers((name, address) =>
    createSubgraphFetcher(name, address, retries, holdFields, identity),
  );
  let served: ServedExecutor | undefined;
  let execute: (operation: Parameters<Execute>[0], caller: Caller) => ReturnType<Execute> = () =>
    Promise.reject(new Error('No supergraph was loaded.'));
  let prepare: Execute['prepare'] = () => undefined;
  const gateway: GatewayInterface = {
    onSchemaLoadOrUpdate: (listener) =>
      apollo.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
        let next: ServedExecutor | undefined;
        try {
          const made = servedExecutor(coreSupergraphSdl, { fetchers, urlOf, holdFields, labels, maxFields });
          next = made;
          const schema = withoutSubscriptions(apiSchema);
          const permissions = createPermissions(required, schema, policies);
          listener({ apiSchema: schema, coreSupergraphSdl });
          // What a policy is asked for belongs to the supergraph that the operation began with.
          execute = (operation, caller) =>
            made.during(async () =>
              made.execute({ ...operation, refusals: await permissions.refusals(operation.document, caller) }),
            );
          prepare = made.execute.prepare;
          served?.retire();
          served = made;
        } catch (error) {
          next?.retire();
          refusals.push(error);
        }
      }),
    async load(options) {
      await apollo.load(options);
      return {
        executor: async ({ document, operationName, request }) => {
          const caller = callContext.getStore()?.caller ?? NOBODY;
          const operation = { document, operationName: operationName ?? undefined, variables: request.variables ?? {} };
          return (await execute(operation, caller)) as Awaited<ReturnType<GatewayExecutor>>;
        },
      };
    },
    stop: () => apollo.stop(),
  };
  return { gateway, prepare: (document) => prepare(document), close: () => fetchers.close() };
}
