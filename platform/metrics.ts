import { collectDefaultMetrics, Counter, Histogram, register } from 'prom-client';

/** Everything this process counts, in Prometheus' text format. */
export const metrics = register;

collectDefaultMetrics();

const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const rpcServerDuration = new Histogram({
  name: 'rpc_server_duration_seconds',
  help: 'Calls that this process answered, by service, method and gRPC status.',
  labelNames: ['service', 'method', 'code'] as const,
  buckets: DURATION_BUCKETS,
});

export const rpcClientDuration = new Histogram({
  name: 'rpc_client_duration_seconds',
  help: 'Calls that this process made, by service, method and gRPC status.',
  labelNames: ['service', 'method', 'code'] as const,
  buckets: DURATION_BUCKETS,
});

export const storeStatements = new Counter({
  name: 'store_statements_total',
  help: 'Statements sent to a store: of SQL, or requests to Elasticsearch.',
  labelNames: ['store'] as const,
});

export const graphqlDuration = new Histogram({
  name: 'graphql_request_duration_seconds',
  help: 'GraphQL requests that this process answered, by server and outcome (ok, partial, error).',
  labelNames: ['server', 'outcome'] as const,
  buckets: DURATION_BUCKETS,
});

export const graphqlErrors = new Counter({
  name: 'graphql_errors_total',
  help: 'Errors in GraphQL responses, by server and extensions.code.',
  labelNames: ['server', 'code'] as const,
});

export const subgraphFetchDuration = new Histogram({
  name: 'subgraph_fetch_duration_seconds',
  help: 'Fetches from the router to a subgraph, by subgraph and outcome (ok or the code of the failure).',
  labelNames: ['subgraph', 'outcome'] as const,
  buckets: DURATION_BUCKETS,
});

export const supergraphReloads = new Counter({
  name: 'supergraph_reloads_total',
  help: 'New supergraphs that the router read, by outcome (served or refused).',
  labelNames: ['outcome'] as const,
});
