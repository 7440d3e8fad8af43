import { readFile } from 'node:fs/promises';
import type { BaseContext } from '@apollo/server';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { parse } from 'graphql';
import { drainMs } from '../config/variables.ts';
import { addHealthRoutes } from '../process/health-routes.ts';
import { hostPort } from '../process/host-port.ts';
import { createHttpServer, listen } from '../process/http-server.ts';
import { createReadiness, type ReadinessCheck } from '../process/readiness.ts';
import type { Running } from '../process/run-process.ts';
import { openTraces, type TracesConfig } from '../traces/traces.ts';
import { addGraphQLRoutes } from './apollo-routes.ts';

export interface RunningSubgraph extends Running {
  /** Of its GraphQL endpoint. */
  url: string;
}

/**
 * Serves a subgraph.
 *
 * @param schemaFile its SDL; `_service` gives it to `rover subgraph introspect` in development.
 * @param context makes each request's context, with loaders of its own.
 */
export async function startSubgraph(options: {
  name: string;
  schemaFile: string;
  /** As generated for the SDL. */
  resolvers: object;
  context: () => BaseContext;
  config: TracesConfig & {
    HOST: string;
    PORT: number;
    NODE_ENV: string;
    REQUEST_TIMEOUT_MS: number;
    DRAIN_MS?: number | undefined;
  };
  waitsFor: ReadinessCheck;
  /** Closes what the subgraph opened: its client. */
  close: () => void;
}): Promise<RunningSubgraph> {
  const { name, context, waitsFor, close } = options;
  const { HOST: host, NODE_ENV, REQUEST_TIMEOUT_MS: maxTimeoutMs } = options.config;
  const development = NODE_ENV !== 'production';
  const typeDefs = parse(await readFile(options.schemaFile, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: options.resolvers as GraphQLResolverMap }]);
  const app = createHttpServer();
  const readiness = createReadiness(`${name} subgraph`, waitsFor);
  addHealthRoutes(app, readiness);
  const traces = await openTraces(`${name}-subgraph`, options.config);
  const server = await addGraphQLRoutes(app, {
    name,
    server: { schema },
    context,
    development,
    maxTimeoutMs,
    spans: traces.provider,
  });
  const stop = async () => {
    readiness.stop();
    await server.stop();
    close();
    await traces.stop();
  };
  try {
    const port = await listen(app, host, options.config.PORT);
    await readiness.watch();
    return {
      url: `http://${hostPort(host, port)}/graphql`,
      async stop() {
        await readiness.drain(drainMs(options.config));
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
