import { collectorUrl, METRICS_EVERY_MS, type TracesConfig } from '../traces/traces.ts';

/** Metrics that are sent, as long as the process runs. */
export interface OtlpMetrics {
  /** Sends what there is, within a limit. */
  stop(): Promise<void>;
}

/**
 * Sends a process's metrics to a collector over OTLP as well, where one is named. Without one the SDK is not even loaded.
 *
 * @param service the process's name there, unless OTEL_SERVICE_NAME gives another.
 */
export async function openOtlpMetrics(service: string, config: TracesConfig): Promise<OtlpMetrics> {
  const url = collectorUrl(config, config.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT, 'v1/metrics');
  if (url === undefined || config.OTEL_METRICS_EXPORTER === 'none') return { stop: async () => {} };
  const { exportMetrics } = await import('./export-metrics.ts');
  return exportMetrics(
    config.OTEL_SERVICE_NAME ?? service,
    url,
    config.OTEL_METRIC_EXPORT_INTERVAL ?? METRICS_EVERY_MS,
  );
}
