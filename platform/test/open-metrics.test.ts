import { Counter, Histogram, Registry } from 'prom-client';
import { expect, test } from 'vitest';
import { openMetrics } from '../open-metrics.ts';

const registry = new Registry();
const counter = new Counter({
  name: 'asked_total',
  help: 'Asked.',
  labelNames: ['who'] as const,
  registers: [registry],
});
const duration = new Histogram<'who' | 'trace_id'>({
  name: 'took_seconds',
  help: 'Took.',
  labelNames: ['who'] as const,
  buckets: [1, 2],
  enableExemplars: true,
  registers: [],
});
registry.registerMetric(duration);
counter.inc({ who: 'ada' });
duration.observe({ labels: { who: 'ada' }, value: 1.5, exemplarLabels: { trace_id: 'abc' } });

test('a bucket leads to a trace, and counters are named as the format wants it', async () => {
  const text = await openMetrics(registry.getMetricsAsArray());
  expect(text).toContain('# TYPE asked counter\nasked_total{who="ada"} 1\n');
  expect(text).toMatch(/^took_seconds_bucket\{le="2",who="ada"\} 1 # \{trace_id="abc"\} 1\.5 \d/m);
  expect(text).toMatch(/# EOF\n$/);
});

test('every other format stays as it was', async () => {
  await openMetrics(registry.getMetricsAsArray());
  const text = await registry.metrics();
  expect(text).toContain('# TYPE asked_total counter\nasked_total{who="ada"} 1\n');
  expect(text).not.toContain('trace_id');
});
