import { DURATION_BUCKETS } from '@commerce/platform/metrics';
import { Counter, Gauge, Histogram } from 'prom-client';

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

export const queryPlanDuration = new Histogram({
  name: 'query_plan_duration_seconds',
  help: 'How long it took to plan what was not planned yet.',
  buckets: DURATION_BUCKETS,
});

export const queryPlanCache = new Counter({
  name: 'query_plan_cache_total',
  help: 'Operations that were run, by whether their plan was there: hit, or miss.',
  labelNames: ['result'] as const,
});

export const manifestReloads = new Counter({
  name: 'trusted_documents_reloads_total',
  help: 'New manifests of trusted documents that the router read, by outcome (taken or refused).',
  labelNames: ['outcome'] as const,
});

// A counter that comes into being with its first event seems never to have risen.
supergraphReloads.inc({ outcome: 'refused' }, 0);
manifestReloads.inc({ outcome: 'refused' }, 0);

export const operationsUntrusted = new Counter({
  name: 'operations_untrusted_total',
  help: "Operations that are in no manifest, by the client's name: the first 50 names that came, other, or unnamed.",
  labelNames: ['client'] as const,
});

export const sharedQueriesTotal = new Counter({
  name: 'shared_queries_total',
  help: 'Queries that were answered with the answer to the same query in flight; no other metric of requests has them.',
});

export const sharedQueriesWaiting = new Gauge({
  name: 'shared_queries_waiting',
  help: 'Queries that wait for the answer to the same query in flight.',
});
