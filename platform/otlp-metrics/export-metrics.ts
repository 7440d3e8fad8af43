import { setTimeout as wait } from 'node:timers/promises';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { MeterProvider, PeriodicExportingMetricReader, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { log } from '../log.ts';
import { metrics } from '../metrics.ts';
import { resourceOf } from '../traces/resource.ts';
import { metricData } from './metric-data.ts';
import type { OtlpMetrics } from './open-otlp-metrics.ts';

/**
 * Sends the metrics that Prometheus would read. Only `openOtlpMetrics` imports this file: it loads the SDK.
 *
 * @param url of the collector's endpoint for metrics.
 */
export function exportMetrics(service: string, url: string, intervalMs: number): OtlpMetrics {
  const resource = resourceOf(service);
  const startedAt = Date.now();
  const reader = new PeriodicExportingMetricReader({
    exporter: reporting(new OTLPMetricExporter({ url }), url),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: Math.min(intervalMs, 10_000),
    metricProducers: [
      {
        async collect() {
          const data = metricData(await metrics.getMetricsAsJSON(), startedAt, Date.now());
          return {
            resourceMetrics: { resource, scopeMetrics: [{ scope: { name: 'commerce' }, metrics: data }] },
            errors: [],
          };
        },
      },
    ],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return {
    async stop() {
      await Promise.race([provider.shutdown().catch(() => {}), wait(STOP_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}

const STOP_LIMIT_MS = 2_000;

/** Says once that the collector does not take the metrics. */
function reporting(exporter: PushMetricExporter, url: string): PushMetricExporter {
  let reported = false;
  return {
    export: (data, done) =>
      exporter.export(data, (result) => {
        if (result.error && !reported) {
          reported = true;
          log.warn({ err: result.error, collector: new URL(url).host }, 'metrics cannot be exported');
        }
        done(result);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
