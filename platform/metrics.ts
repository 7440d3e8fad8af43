import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import { BUILD_VERSION } from './build-version.ts';

/** Everything this process counts, in Prometheus' text format. Each part registers its own. */
export const metrics = register;

collectDefaultMetrics();

new Gauge({
  name: 'build_info',
  help: 'Which build this is, with the value 1.',
  labelNames: ['version', 'node'] as const,
}).set({ version: BUILD_VERSION, node: process.version }, 1);

/** In seconds. */
export const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
