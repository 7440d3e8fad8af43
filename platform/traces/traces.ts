import { z } from 'zod';
import type { Traces } from './export-traces.ts';

const collector = z.url({ protocol: /^https?$/ }).describe('the URL of a collector, such as http://localhost:4318');

/**
 * What every process reads of OpenTelemetry's own variables
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The SDK reads those that only
 * matter once spans are made: of the sampler, of the batches, of the exporter's headers and time.
 */
export const tracesVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf')
    .optional()
    .describe('http/protobuf, the only one spoken here'),
  OTEL_SDK_DISABLED: z.enum(['true', 'false']).optional().describe('true or false'),
  OTEL_SERVICE_NAME: z.string().optional(),
};

/**
 * Opens a part's traces. Without a collector's address the SDK is not even loaded, and every span is nothing.
 *
 * @param service the part's name in the traces, unless OTEL_SERVICE_NAME gives another.
 */
export async function openTraces(service: string, config: TracesConfig): Promise<Traces> {
  const url = collectorUrl(config);
  if (url === undefined) return { provider: undefined, stop: async () => {} };
  const { exportTraces } = await import('./export-traces.ts');
  return exportTraces(config.OTEL_SERVICE_NAME ?? service, url);
}

export type TracesConfig = z.infer<z.ZodObject<typeof tracesVariables>>;

/** The general address gets the path of traces, the special one is complete (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). */
function collectorUrl(config: TracesConfig): string | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: general, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: special } = config;
  if (config.OTEL_SDK_DISABLED === 'true') return undefined;
  return special ?? (general && `${general.replace(/\/$/, '')}/v1/traces`);
}
