import { drainMs, graphqlVariables, port, positiveInt } from '@commerce/platform/config/variables';
import { addGraphQLRoutes } from '@commerce/platform/graphql/apollo-routes';
import { addHealthRoutes } from '@commerce/platform/process/health-routes';
import { hostPort } from '@commerce/platform/process/host-port';
import { createHttpServer, listen } from '@commerce/platform/process/http-server';
import { createReadiness } from '@commerce/platform/process/readiness';
import type { Running } from '@commerce/platform/process/run-process';
import { UserError } from '@commerce/platform/errors/user-error';
import { openTraces } from '@commerce/platform/traces/traces';
import { z } from 'zod';
import { createGateway } from './gateway.ts';
import { MAX_SELECTIONS, MAX_TOKENS, operationLimits } from './operation-limits.ts';
import { addPlayground } from './playground.ts';
import { supergraphFile } from './supergraph-file.ts';
import type { SupergraphSource } from './supergraph-source.ts';
import { supergraphUrl } from './supergraph-url.ts';

// For whoever starts the router beside its subgraphs.
export { subgraphUrls, withSubgraphUrls } from './subgraph-urls.ts';

export const routerVariables = z.object({
  ...graphqlVariables,
  PORT: port.default(4_000),
  SUPERGRAPH_PATH: z.string().default('supergraph.graphql').describe('the path of a supergraph SDL file'),
  SUPERGRAPH_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('the URL of a supergraph SDL, with its SHA-256 at <url>.sha256'),
  SUPERGRAPH_CACHE: z.string().default('.data/supergraph.graphql').describe('the path of a file to keep it in'),
  SUPERGRAPH_POLL_MS: positiveInt.default(10_000),
  OPERATIONS_PATH: z
    .string()
    .default('operations')
    .describe('the path of a folder of .graphql files for the playground'),
  MAX_RESPONSE_FIELDS: z.coerce
    .number()
    .int()
    .positive()
    .default(1_000_000)
    .describe('an operation that asks for more fields than this is refused'),
});

export interface RunningRouter extends Running {
  /** `http://host:port` */
  origin: string;
}

/**
 * Starts the router: `/graphql`, health and metrics, and in development `/playground`.
 *
 * @param urlOf see subgraph-urls.ts.
 */
export async function startRouter(
  config: z.infer<typeof routerVariables>,
  urlOf: (name: string, url?: string) => string,
): Promise<RunningRouter> {
  const development = config.NODE_ENV !== 'production';
  const app = createHttpServer();
  // It serves whatever subgraphs are up, so it is ready once it listens.
  const readiness = createReadiness('router', async () => []);
  addHealthRoutes(app, readiness);
  if (development) addPlayground(app, config.OPERATIONS_PATH);
  const source = sourceOf(config);
  const { gateway, close } = createGateway(source, urlOf);
  const traces = await openTraces('router', config);
  const server = await addGraphQLRoutes(app, {
    name: 'router',
    server: { gateway },
    context: () => ({}),
    limits: {
      parseOptions: { maxTokens: MAX_TOKENS },
      maxRecursiveSelections: MAX_SELECTIONS,
      plugins: [operationLimits(config.MAX_RESPONSE_FIELDS)],
    },
    development,
    maxTimeoutMs: config.REQUEST_TIMEOUT_MS,
    spans: traces.provider,
  }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot serve the supergraph in ${source.name}: ${reason}`, error);
  });
  const stop = async () => {
    readiness.stop();
    await server.stop();
    await close();
    await traces.stop();
  };
  try {
    const boundPort = await listen(app, config.HOST, config.PORT);
    await readiness.watch();
    return {
      origin: `http://${hostPort(config.HOST, boundPort)}`,
      async stop() {
        await readiness.drain(drainMs(config));
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function sourceOf(config: z.infer<typeof routerVariables>): SupergraphSource {
  const { SUPERGRAPH_URL: url, SUPERGRAPH_PATH, SUPERGRAPH_CACHE, SUPERGRAPH_POLL_MS } = config;
  return url === undefined ? supergraphFile(SUPERGRAPH_PATH) : supergraphUrl(url, SUPERGRAPH_CACHE, SUPERGRAPH_POLL_MS);
}
