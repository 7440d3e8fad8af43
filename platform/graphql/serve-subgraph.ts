import { MAX_REQUEST_BYTES } from '../byte-budget.ts';
import { asksForTrace } from '../exposed-trace/trace-header.ts';
import { hostPort } from '../process/host-port.ts';
import { startHttpServer } from '../process/http-server.ts';
import type { Running } from '../process/run-process.ts';
import { serve, type ServeConfig } from '../process/serve.ts';
import { addGraphQLRoutes } from './graphql-routes.ts';
import { addOnlyRouter } from './only-router.ts';
import { type Subgraph, type SubgraphLimits, subgraphService } from './subgraph.ts';

export interface RunningSubgraph extends Running {
  /** Of its GraphQL endpoint. */
  url: string;
  /** Where its health, readiness and metrics are: `http://host:port` */
  adminOrigin: string;
}

/** What a subgraph is told. */
export type SubgraphConfig = ServeConfig &
  SubgraphLimits & {
    PORT: number;
    REQUEST_TIMEOUT_MS: number;
    MAX_REQUESTS_IN_FLIGHT: number;
    ROUTER_SECRET?: string | undefined;
  };

/** Serves a subgraph over HTTP. */
export async function serveSubgraph({
  config,
  ...subgraph
}: Subgraph & { config: SubgraphConfig }): Promise<RunningSubgraph> {
  const { domain, client, certificates } = subgraph;
  const service = await subgraphService(subgraph, config);
  const { port, adminOrigin, stop } = await serve({
    name: `${domain.name} subgraph`,
    config,
    waitsFor: client?.waitsFor ?? (async () => []),
    startServer: (spans, readiness) =>
      startHttpServer(
        config.HOST,
        config.PORT,
        readiness,
        async (app) => {
          const answersRouters = addOnlyRouter(app, domain.name, config, certificates !== undefined);
          // A router asks for whom it lets ask.
          const mayAsk = answersRouters || config.NODE_ENV !== 'production';
          const drain = addGraphQLRoutes(app, {
            service,
            config,
            isFirst: false,
            spans,
            bodyLimit: MAX_FETCH_BYTES,
            exposedTraces: {
              isAsked: ({ headers }) => mayAsk && asksForTrace((header) => headers[header]),
              show: (trace) => trace.read(),
            },
          });
          return { stop: drain };
        },
        { certificates },
      ),
    close() {
      client?.close();
      certificates?.close();
    },
  });
  return { url: `${certificates ? 'https' : 'http'}://${hostPort(config.HOST, port)}/graphql`, adminOrigin, stop };
}

/** More than a router sends: the variables of its client, and the entities that it has read for the request. */
const MAX_FETCH_BYTES = 2 * MAX_REQUEST_BYTES;
