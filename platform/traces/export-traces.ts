import { setTimeout as wait } from 'node:timers/promises';
import { context, propagation, trace, type TracerProvider } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { log } from '../log.ts';
import { boundedSpans, MAX_ATTRIBUTE_LENGTH } from './bounded-spans.ts';
import { resourceOf } from './resource.ts';
import { spanProvider } from './span-provider.ts';

/** The traces of one part of the system: of a process, where each part has its own. */
export interface Traces {
  /** Makes the part's spans; undefined when nobody collects them. */
  provider: TracerProvider | undefined;
  /** Sends what is still to be sent, within a limit. */
  stop(): Promise<void>;
}

/**
 * Exports a part's spans over OTLP. Only `openTraces` imports this file: it loads the SDK.
 *
 * The parts that share a process share one queue to the collector; each span names its own part. A collector that does
 * not answer costs what is in the queue, and nothing else.
 *
 * @param url of the collector's endpoint for traces.
 */
export function exportTraces(service: string, url: string): Traces {
  registerGlobals();
  const queue = queues.get(url) ?? {
    processor: boundedSpans(new BatchSpanProcessor(reporting(new OTLPTraceExporter({ url }), url))),
    parts: 0,
  };
  queues.set(url, queue);
  queue.parts += 1;
  const provider = new BasicTracerProvider({
    resource: resourceOf(service),
    spanProcessors: [queue.processor],
    // A library's events are exceptions, whose messages may hold a client's values.
    spanLimits: { eventCountLimit: 0, attributeValueLengthLimit: MAX_ATTRIBUTE_LENGTH },
  });
  return {
    provider,
    async stop() {
      queue.parts -= 1;
      if (queue.parts > 0) return;
      queues.delete(url);
      await Promise.race([queue.processor.shutdown().catch(() => {}), wait(STOP_LIMIT_MS, undefined, { ref: false })]);
    },
  };
}

/** Of this process, by collector. */
const queues = new Map<string, { processor: SpanProcessor; parts: number }>();

const STOP_LIMIT_MS = 2_000;

/** What the API's functions use, and the libraries that make spans of their own: the gateway and Elasticsearch's client. */
function registerGlobals(): void {
  if (registered) return;
  registered = true;
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(spanProvider);
}

let registered = false;

/** Says once that the collector does not take the spans: whoever looks for traces then finds why there are none. */
function reporting(exporter: SpanExporter, url: string): SpanExporter {
  let reported = false;
  return {
    export: (spans, done) =>
      exporter.export(spans, (result) => {
        if (result.error && !reported) {
          reported = true;
          log.warn({ err: result.error, collector: new URL(url).host }, 'traces cannot be exported');
        }
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };
}
