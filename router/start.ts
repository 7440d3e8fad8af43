import { openAuthentication } from '@commerce/platform/auth/authenticate';
import { routerSecrets } from '@commerce/platform/auth/router-secret';
import { isSwitchedOn } from '@commerce/platform/config/switches';
import { UserError } from '@commerce/platform/errors/user-error';
import { asksForTrace } from '@commerce/platform/exposed-trace/trace-header';
import { createDocuments } from '@commerce/platform/graphql/documents';
import { addGraphQLRoutes, type ExposedTraces } from '@commerce/platform/graphql/graphql-routes';
import { log } from '@commerce/platform/log';
import { hostPort } from '@commerce/platform/process/host-port';
import { startHttpServer } from '@commerce/platform/process/http-server';
import type { Running } from '@commerce/platform/process/run-process';
import { serve } from '@commerce/platform/process/serve';
import { openCertificates } from '@commerce/platform/tls/certificates';
import { ROUTER } from '@commerce/platform/tls/parts';
import type { DocumentNode } from 'graphql';
import { withKeptLiterals } from './big-integer-literals.ts';
import { configuredRates } from './configured-rates.ts';
import { configuredSource } from './configured-source.ts';
import { toClientTrace } from './exposed-trace/client-trace.ts';
import { createGateway, type GatewayOptions } from './gateway.ts';
import { MAX_SELECTIONS, MAX_TOKENS, operationLimits } from './operation-limits.ts';
import type { PlaygroundCallers } from './playground/callers.ts';
import { expectedCost } from './playground/examples.ts';
import type { Parts } from './playground/first-page.ts';
import { pagesForPeople } from './playground/pages-for-people.ts';
import { mayBeShown, planShower } from './query-plan.ts';
import { observeRequests } from './requests/observe-requests.ts';
import { routerService } from './router-service.ts';
import { sharedQueries } from './shared-queries.ts';
import { unusedSubgraphUrls } from './subgraph-urls.ts';
import { subgraphsOf } from './subgraphs-of.ts';
import { noteSupergraph } from './supergraph-info.ts';
import { firstSupergraph } from './supergraph-source.ts';
import { openTrustedDocuments } from './trusted-documents/trusted-documents.ts';
import { adminPort, type RouterConfig } from './variables.ts';
import { cacheControl } from './web/cache-control.ts';
import { allowedOrigins } from './web/cors.ts';
import { addHttpSteps } from './web/http-steps.ts';

// For whoever starts the router beside its subgraphs.
export { isElsewhere, subgraphUrls, withSubgraphUrls } from './subgraph-urls.ts';
export { adminPort, routerVariables } from './variables.ts';
export type { Parts } from './playground/first-page.ts';

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
  config: RouterConfig,
  urlOf: (name: string, url?: string) => string,
  { callers, parts, embedded }: RouterSurroundings = {},
): Promise<RunningRouter> {
  // For the subgraphs alone: its clients come to a proxy, or without.
  const certificates = await openCertificates(config, ROUTER);
  const identity = { certificates, secret: routerSecrets(config.ROUTER_SECRET)[0] };
  const authentication = openAuthentication(config);
  const source = configuredSource(config);
  const trusted = await openTrustedDocuments(config);
  const rates = await configuredRates(config);
  const shared = config.SHARE_IDENTICAL_QUERIES === 'true' ? sharedQueries(rates?.admits) : undefined;
  const requests = observeRequests((name) => trusted?.isName(name) ?? false, config.SLOW_REQUEST_MS);
  const limits = operationLimits(rates?.charge, shared?.begins, requests.counted);
  const caching = cacheControl();
  const isEmbedded = (name: string) => embedded?.has(name) ?? false;
  const pages = pagesForPeople(config, { callers, parts, urlOf, isEmbedded, identity });
  const gateway = createGateway(
    source,
    urlOf,
    (schema, supergraphSdl, permissions) => {
      limits.onSupergraph(schema, supergraphSdl);
      caching.onSupergraph(supergraphSdl, permissions);
      pages.onSupergraph(supergraphSdl);
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
  const service = routerService({
    gateway,
    documents,
    showsSchema,
    limits,
    caching,
    requests,
    showPlan,
    trusted,
    shared,
  });
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
          pages.addTo(app);
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
      await pages.close();
      await gateway.close();
    },
  });
  const { port: boundPort, adminOrigin, stop } = serving;
  pages.showMetricsOf(adminOrigin);
  return { origin: `http://${hostPort(config.HOST, boundPort)}`, adminOrigin, stop };
}
