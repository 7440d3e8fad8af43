import { collectDefaultMetrics, register } from 'prom-client';

/** Everything this process counts, in Prometheus' text format. Each part registers its own. */
export const metrics = register;

collectDefaultMetrics();

/** In seconds. */
export const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
