import { z } from 'zod';
import { derivedDefault } from '../config/derived-default.ts';
import { secretUrl } from '../config/secrets.ts';
import type { Traces } from './export-traces.ts';

const collector = secretUrl(
  z.url({ protocol: /^https?$/ }).describe('the URL of a collector, such as http://localhost:4318'),
);

/**
 * What every process reads of OpenTelemetry's own variables
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The SDK reads those that only
 * matter once spans are made: of the sampler, of the batches, of the exporter's headers and time.
 */
export const tracesVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collector.optional(),
  OTEL_METRICS_EXPORTER: derivedDefault(z.enum(['otlp', 'none']).optional().describe('otlp or none'), () => 'otlp'),
  OTEL_METRIC_EXPORT_INTERVAL: derivedDefault(
    z.coerce
      .number()
      .int()
      .min(1_000)
      .max(3_600_000)
      .optional()
      .describe('after how many milliseconds metrics are sent again, 1000 to 3600000'),
    () => String(METRICS_EVERY_MS),
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: derivedDefault(
    z.literal('http/protobuf').optional().describe('http/protobuf, the only one spoken here'),
    () => 'http/protobuf',
  ),
  OTEL_SDK_DISABLED: derivedDefault(z.enum(['true', 'false']).optional().describe('true or false'), () => 'false'),
  OTEL_SERVICE_NAME: z.string().optional(),
};

/**
 * Opens a part's traces. Without a collector's address the SDK is not even loaded, and every span is nothing.
 *
 * @param service the part's name in the traces, unless OTEL_SERVICE_NAME gives another.
 */
export async function openTraces(service: string, config: TracesConfig): Promise<Traces> {
  const url = collectorUrl(config, config.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, 'v1/traces');
  if (url === undefined) return { provider: undefined, stop: async () => {} };
  const { exportTraces } = await import('./export-traces.ts');
  return exportTraces(config.OTEL_SERVICE_NAME ?? service, url);
}

export type TracesConfig = z.infer<z.ZodObject<typeof tracesVariables>>;

/**
 * The general address gets the path of the signal, the special one is complete
 * (https://opentelemetry.io/docs/specs/otel/protocol/exporter/).
 *
 * @param special that of the signal.
 */
export function collectorUrl(config: TracesConfig, special: string | undefined, path: string): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: general } = config;
  if (config.OTEL_SDK_DISABLED === 'true') return undefined;
  return special ?? (general && `${general.replace(/\/$/, '')}/${path}`);
}

/** OpenTelemetry's own default, in milliseconds. */
export const METRICS_EVERY_MS = 60_000;
