import { openAuthentication } from '@commerce/platform/auth/authenticate';
import { routerSecrets, routerSecretVariables } from '@commerce/platform/auth/router-secret';
import { authVariables } from '@commerce/platform/auth/variables';
import { secretUrl } from '@commerce/platform/config/secrets';
import { derivedDefault } from '@commerce/platform/config/derived-default';
import { developmentSwitch, isSwitchedOn } from '@commerce/platform/config/switches';
import { graphqlVariables, port, positiveInt } from '@commerce/platform/config/variables';
import type { Operation } from '@commerce/platform/graphql/answer-request';
import { asksForTrace } from '@commerce/platform/exposed-trace/trace-header';
import { createDocuments } from '@commerce/platform/graphql/documents';
import { log } from '@commerce/platform/log';
import type { GraphQLAnswer } from '@commerce/platform/graphql/graphql-answer';
import { addGraphQLRoutes, type ExposedTraces, type Http } from '@commerce/platform/graphql/graphql-routes';
import { hostPort } from '@commerce/platform/process/host-port';
import type { Running } from '@commerce/platform/process/run-process';
import { startHttpServer } from '@commerce/platform/process/http-server';
import { serve } from '@commerce/platform/process/serve';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { ROUTER } from '@commerce/platform/tls/parts';
import { tlsVariables } from '@commerce/platform/tls/variables';
import { UserError } from '@commerce/platform/errors/user-error';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import { z } from 'zod';
import { withKeptLiterals } from './big-integer-literals.ts';
import { toClientTrace } from './exposed-trace/client-trace.ts';
import { notingPlan } from './exposed-trace/noted-plans.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { MAX_SELECTIONS, MAX_TOKENS, operationLimits } from './operation-limits.ts';
import { configuredLabels } from './override-labels.ts';
import type { PlaygroundCallers } from './playground/callers.ts';
import { addDocs } from './playground/docs-pages.ts';
import { createAskedSubgraphs } from './playground/asked-subgraphs.ts';
import { createFirstPage, type Parts } from './playground/first-page.ts';
import { expectedCost } from './playground/examples.ts';
import { addPlayground } from './playground/playground.ts';
import { mayBeShown, planShower, queryPlanVariable } from './query-plan.ts';
import { rateBudgetsInMemory } from './rate-budgets.ts';
import { type RateLimit, rateLimit } from './rate-limit.ts';
import { observeRequests } from './requests/observe-requests.ts';
import { supergraphFile } from './supergraph-file.ts';
import { sharedQueries } from './shared-queries.ts';
import { firstSupergraph, type SupergraphSource } from './supergraph-source.ts';
import { unusedSubgraphUrls } from './subgraph-urls.ts';
import { subgraphsOf } from './subgraphs-of.ts';
import { noteSupergraph } from './supergraph-info.ts';
import { publicKeyVariable } from './supergraph-signature.ts';
import { supergraphUrl } from './supergraph-url.ts';
import { trustProxy } from './trust-proxy.ts';
import { openTrustedDocuments } from './trusted-documents/trusted-documents.ts';
import { cacheControl } from './web/cache-control.ts';
import { allowedOrigins, corsOriginsVariable } from './web/cors.ts';
import { addHttpSteps } from './web/http-steps.ts';

// For whoever starts the router beside its subgraphs.
export { isElsewhere, subgraphUrls, withSubgraphUrls } from './subgraph-urls.ts';
export type { Parts } from './playground/first-page.ts';

export const routerVariables = z.object({
  ...graphqlVariables,
  ...authVariables,
  ...tlsVariables,
  ...routerSecretVariables,
  MAX_REQUESTS_IN_FLIGHT: positiveInt.default(128),
  PORT: port.default(4_000),
  ADMIN_PORT: derivedDefault(port.optional(), ({ PORT }) => String(adminPort({ PORT: Number(PORT) }))),
  SUPERGRAPH_PATH: z.string().default('supergraph.graphql').describe('the path of a supergraph SDL file'),
  SUPERGRAPH_URL: secretUrl(
    z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('the URL of a supergraph SDL, with its SHA-256 at <path>.sha256'),
  ),
  SUPERGRAPH_PUBLIC_KEY: publicKeyVariable,
  SUPERGRAPH_CACHE: z.string().default('.data/supergraph.graphql').describe('the path of a file to keep it in'),
  SUPERGRAPH_POLL_MS: positiveInt.default(10_000),
  OVERRIDE_LABELS: configuredLabels.optional(),
  RATE_LIMIT_PER_MINUTE: positiveInt.optional(),
  RATE_LIMIT_REDIS_URL: secretUrl(
    z
      .url({ protocol: /^rediss?$/ })
      .optional()
      .describe('a Redis or Valkey URL, such as redis://user:password@host:6379'),
  ),
  TRUST_PROXY: trustProxy.optional(),
  CORS_ORIGINS: corsOriginsVariable,
  SLOW_REQUEST_MS: positiveInt.default(1_000),
  SHARE_IDENTICAL_QUERIES: z.enum(['true', 'false']).default('true').describe('true or false'),
  TRUSTED_DOCUMENTS: secretUrl(
    z
      .string()
      .transform((places) => places.split(',').flatMap((place) => place.trim() || []))
      .optional()
      .describe('paths or URLs of persisted-query manifests, separated by commas'),
  ),
  TRUSTED_DOCUMENTS_MODE: z.enum(['report', 'prefer', 'only']).optional().describe('report, prefer or only'),
  PLAYGROUND: developmentSwitch,
  QUERY_PLAN: queryPlanVariable,
  OPERATIONS_PATH: z
    .string()
    .default('operations')
    .describe('the path of a folder of .graphql files for the playground'),
});

/** What whoever starts a router knows beside its configuration. */
export interface RouterSurroundings {
  /** Whom somebody at the playground may be; in development alone. */
  callers?: PlaygroundCallers | undefined;
  /** What the first page shows of the system, in development alone; without it the router asks its subgraphs. */
  parts?: Parts | undefined;
  /** The subgraphs that are in this process, by their names. */
  embedded?: GatewayOptions['embedded'];
}

export interface RunningRouter extends Running {
  /** `http://host:port` */
  origin: string;
  /** Where its health, readiness and metrics are: `http://host:port` */
  adminOrigin: string;
}

/**
 * Starts the router: `/graphql`, and `/playground` where `PLAYGROUND` is on.
 *
 * @param urlOf see subgraph-urls.ts.
 */
export async function startRouter(
  config: z.infer<typeof routerVariables>,
  urlOf: (name: string, url?: string) => string,
  { callers, parts, embedded }: RouterSurroundings = {},
): Promise<RunningRouter> {
  // For the subgraphs alone: its clients come to a proxy, or without.
  const certificates = await openCertificates(config, ROUTER);
  const identity = { certificates, secret: routerSecrets(config.ROUTER_SECRET)[0] };
  const authentication = openAuthentication(config);
  const source = sourceOf(config);
  const trusted = await openTrustedDocuments(config);
  const rates = await rateLimitOf(config);
  const shared = config.SHARE_IDENTICAL_QUERIES === 'true' ? sharedQueries(rates?.admits) : undefined;
  const requests = observeRequests((name) => trusted?.isName(name) ?? false, config.SLOW_REQUEST_MS);
  const limits = operationLimits(rates?.charge, shared?.begins, requests.counted);
  const caching = cacheControl();
  const hasPlayground = isSwitchedOn(config.PLAYGROUND, config.NODE_ENV);
  const isDevelopment = config.NODE_ENV !== 'production';
  const hasFirstPage = hasPlayground && isDevelopment;
  const isEmbedded = (name: string) => embedded?.has(name) ?? false;
  // Whoever started the router with all other parts knows more.
  const askedSubgraphs = hasFirstPage && !parts ? createAskedSubgraphs(urlOf, isEmbedded, identity) : undefined;
  const shownParts = parts ?? askedSubgraphs?.parts;
  const firstPage = hasFirstPage && shownParts ? createFirstPage(config.OPERATIONS_PATH, shownParts) : undefined;
  const gateway = createGateway(
    source,
    urlOf,
    (schema, supergraphSdl, permissions) => {
      limits.onSupergraph(schema, supergraphSdl);
      caching.onSupergraph(supergraphSdl, permissions);
      firstPage?.onSupergraph(supergraphSdl);
      askedSubgraphs?.onSupergraph(supergraphSdl);
      noteSupergraph(supergraphSdl);
      const subgraphs = subgraphsOf(supergraphSdl).map(({ name }) => name);
      for (const problem of unusedSubgraphUrls(config, subgraphs)) log.warn(problem);
      trusted?.planAgain();
    },
    config.MAX_RESPONSE_FIELDS,
    { labels: config.OVERRIDE_LABELS, identity, embedded },
  );
  const isShownTo = mayBeShown(config.QUERY_PLAN, config.NODE_ENV);
  const showPlan = planShower(isShownTo);
  const exposedTraces: ExposedTraces = {
    isAsked: ({ headers }, caller) => asksForTrace((header) => headers[header]) && isShownTo(caller),
    show: (trace) => toClientTrace(trace, (operation) => expectedCost(config.OPERATIONS_PATH, operation)),
  };
  const showsSchema = isSwitchedOn(config.INTROSPECTION, config.NODE_ENV);
  const documents = createDocuments(showsSchema, { maxTokens: MAX_TOKENS, maxSelections: MAX_SELECTIONS });
  const service = {
    name: 'router',
    schema: gateway.schema,
    documents,
    showsSchema,
    meant: trusted?.meant,
    admit: limits.admit,
    async execute(operation: Operation, { request }: Http) {
      const document = withKeptLiterals(operation);
      // Defaults may be such literals too.
      const values = document === operation.document ? operation.values : undefined;
      const operationName = operation.operation.name?.value;
      const asked = { document, operationName, variables: operation.variables, values };
      const answer = await showPlan(request, (onPlan) =>
        gateway.execute({ ...asked, onPlan: notingPlan(operationName, onPlan) }),
      );
      return caching.withHeaders(operation, request, answer);
    },
    answered(answer: GraphQLAnswer, operation: OperationDefinitionNode | undefined, { request }: Http) {
      shared?.answered(answer, operation);
      requests.answered(request, answer, operation);
    },
  };
  const serving = await serve({
    name: 'router',
    config: { ...config, ADMIN_PORT: adminPort(config) },
    // It serves whatever subgraphs are up, so it is ready once it listens.
    waitsFor: async () => [],
    startServer: (spans, readiness) =>
      startHttpServer(
        config.HOST,
        config.PORT,
        readiness,
        async (app) => {
          await readiness.until(firstSupergraph(source));
          await gateway.start().catch((error: unknown) => {
            const reason = error instanceof Error ? error.message : String(error);
            throw new UserError(`Cannot serve the supergraph in ${source.name}: ${reason}`, error);
          });
          const whenGone = shared?.whenGone;
          const options = { service, config, isFirst: true, spans, exposedTraces, whenGone, authentication };
          const drain = await addHttpSteps(app, {
            requests,
            origins: allowedOrigins(config.CORS_ORIGINS, config.NODE_ENV),
            caching,
            rates,
            addGraphQL: () => addGraphQLRoutes(app, options),
            trusted,
            shared,
          });
          if (hasPlayground) addPlayground(app, config.OPERATIONS_PATH, callers);
          if (firstPage) {
            firstPage.addTo(app);
            addDocs(app);
          } else if (hasPlayground) app.get('/', (_request, reply) => reply.redirect('/playground'));
          const plan = (document: DocumentNode, text: string) =>
            gateway.prepare(withKeptLiterals({ schema: gateway.schema(), document, text }));
          await trusted?.planFor({ documents, schema: gateway.schema, plan });
          return { stop: drain };
        },
        { trustProxy: config.TRUST_PROXY },
      ),
    async close() {
      rates?.close();
      trusted?.close();
      authentication.close();
      certificates?.close();
      await askedSubgraphs?.close();
      await gateway.close();
    },
  });
  const { port: boundPort, adminOrigin, stop } = serving;
  firstPage?.showMetricsOf(adminOrigin);
  return { origin: `http://${hostPort(config.HOST, boundPort)}`, adminOrigin, stop };
}

/** Where its administration listens: a router on any free port has it on another one. */
export function adminPort({ PORT, ADMIN_PORT }: { PORT: number; ADMIN_PORT?: number | undefined }): number {
  return ADMIN_PORT ?? (PORT === 0 ? 0 : 9_000);
}

async function rateLimitOf(config: z.infer<typeof routerVariables>): Promise<RateLimit | undefined> {
  const { RATE_LIMIT_PER_MINUTE: perMinute, RATE_LIMIT_REDIS_URL: url } = config;
  if (perMinute === undefined) return undefined;
  if (url === undefined) return rateLimit(perMinute, rateBudgetsInMemory());
  // Few routers have one, and its client takes memory.
  const { rateBudgetsInRedis } = await import('./rate-budgets-in-redis.ts');
  return rateLimit(perMinute, rateBudgetsInRedis(url));
}

function sourceOf(config: z.infer<typeof routerVariables>): SupergraphSource {
  const {
    SUPERGRAPH_URL: url,
    SUPERGRAPH_PATH,
    SUPERGRAPH_CACHE,
    SUPERGRAPH_POLL_MS,
    SUPERGRAPH_PUBLIC_KEY: key,
  } = config;
  if (url !== undefined) return supergraphUrl(url, SUPERGRAPH_CACHE, SUPERGRAPH_POLL_MS, key);
  if (key !== undefined)
    throw new UserError('SUPERGRAPH_PUBLIC_KEY: expected a SUPERGRAPH_URL beside it; a file has no signature.');
  return supergraphFile(SUPERGRAPH_PATH);
}
