import { readFile } from 'node:fs/promises';
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { assertValidSchema, parse } from 'graphql';
import { MAX_REQUEST_BYTES } from '../byte-budget.ts';
import type { Domain } from '../domain.ts';
import { asksForTrace } from '../exposed-trace/trace-header.ts';
import { fieldLimit } from '../field-limit.ts';
import { hostPort } from '../process/host-port.ts';
import { startHttpServer } from '../process/http-server.ts';
import type { ReadinessCheck } from '../process/readiness.ts';
import type { Running } from '../process/run-process.ts';
import { serve, type ServeConfig } from '../process/serve.ts';
import type { Certificates } from '../tls/certificates.ts';
import { isSwitchedOn } from '../config/switches.ts';
import { createDocuments } from './documents.ts';
import { executeOperation } from './execution/execute-operation.ts';
import { addGraphQLRoutes } from './graphql-routes.ts';
import type { Operation } from './answer-request.ts';
import { limitFields } from './limit-fields.ts';
import { addOnlyRouter } from './only-router.ts';

export interface RunningSubgraph extends Running {
  /** Of its GraphQL endpoint. */
  url: string;
  /** Where its health, readiness and metrics are: `http://host:port` */
  adminOrigin: string;
}

/** What a subgraph is told. */
export type SubgraphConfig = ServeConfig & {
  PORT: number;
  REQUEST_TIMEOUT_MS: number;
  MAX_REQUESTS_IN_FLIGHT: number;
  MAX_RESPONSE_FIELDS: number;
  INTROSPECTION?: 'true' | 'false' | undefined;
  ROUTER_SECRET?: string | undefined;
};

/** Serves a subgraph. `_service` gives its SDL to `rover subgraph introspect`, where `INTROSPECTION` is on. */
export async function serveSubgraph(options: {
  domain: Pick<Domain, 'name' | 'schemaFile'>;
  /** As generated for the SDL. */
  resolvers: object;
  /** Makes each request's context, with loaders of its own. */
  context: () => object;
  config: SubgraphConfig;
  /** Of its core; a stand-in has none. */
  client?: { waitsFor: ReadinessCheck; close(): void };
  certificates?: Certificates | undefined;
}): Promise<RunningSubgraph> {
  const { domain, context, config, client, certificates } = options;
  const typeDefs = parse(await readFile(domain.schemaFile, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: options.resolvers as GraphQLResolverMap }]);
  assertValidSchema(schema);
  limitFields(schema, fieldLimit(config.MAX_RESPONSE_FIELDS));
  const showsSchema = isSwitchedOn(config.INTROSPECTION, config.NODE_ENV);
  const service = {
    name: domain.name,
    schema: () => schema,
    documents: createDocuments(showsSchema),
    showsSchema,
    execute: (operation: Operation) => executeOperation(operation, context()),
  };
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
