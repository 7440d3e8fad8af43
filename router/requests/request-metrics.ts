import type { Outcome } from '@commerce/platform/graphql/outcome';
import { DURATION_BUCKETS, metrics } from '@commerce/platform/metrics';
import { Counter, Histogram } from 'prom-client';
import type { RequestFacts } from './request-facts.ts';

/** How a request ended. */
export interface RequestEnd {
  /** As a label. */
  operation: string;
  /** `gone` when its client did not wait. */
  outcome: Outcome | 'gone';
  seconds: number;
}

/** Counts a request that is over. */
export function recordRequest(
  { client, refusal, traceId, isTraced = false }: RequestFacts,
  { operation, outcome, seconds }: RequestEnd,
): void {
  const labels = { operation, outcome };
  // Where a trace is collected, the bucket leads to it.
  if (isTraced && traceId !== undefined)
    operationDuration.observe({ labels, value: seconds, exemplarLabels: { trace_id: traceId } });
  else operationDuration.observe({ labels, value: seconds });
  clientRequests.inc({ client, outcome });
  if (refusal !== undefined) refusedTotal.inc({ reason: refusal });
}

// An exemplar's labels are to be among its own, by their type.
const operationDuration = new Histogram<'operation' | 'outcome' | 'trace_id'>({
  name: 'graphql_operation_duration_seconds',
  help: 'Requests for GraphQL at the router, from their first byte to their end, by operation and outcome (ok, partial, client_error, shed, fault, gone). Operations are the trusted ones and the first 100 others; other, unnamed, or none where no operation was found.',
  labelNames: ['operation', 'outcome'] as const,
  buckets: DURATION_BUCKETS,
  enableExemplars: true,
  // prom-client would refuse it, since not every scraper is given exemplars: see open-metrics.ts of the platform.
  registers: [],
});
metrics.registerMetric(operationDuration);

const clientRequests = new Counter({
  name: 'graphql_client_requests_total',
  help: "Requests for GraphQL at the router, by the client's name (the first 50 names that came, other, or unnamed) and outcome.",
  labelNames: ['client', 'outcome'] as const,
});

const refusedTotal = new Counter({
  name: 'graphql_refused_requests_total',
  help: 'Requests that were refused before any operation of theirs was run, by reason: no GraphQL, no valid document, no valid token, too many.',
  labelNames: ['reason'] as const,
});
