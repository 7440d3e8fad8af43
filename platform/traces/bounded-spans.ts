import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';

/** In characters: a statement fits. A client's operation has a name as long as the client likes. */
export const MAX_ATTRIBUTE_LENGTH = 2_048;

/**
 * Hands on spans whose attributes hold no more than they say. What the SDK has cut to `MAX_ATTRIBUTE_LENGTH` is still a
 * part of the whole text to JavaScript, and would keep it in memory until the span is sent.
 */
export function boundedSpans(processor: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, context) => processor.onStart(span, context),
    onEnd(span) {
      for (const [name, value] of Object.entries(span.attributes)) {
        if (typeof value !== 'string' || value.length < MAX_ATTRIBUTE_LENGTH) continue;
        span.attributes[name] = Buffer.from(value).toString();
      }
      processor.onEnd(span);
    },
    forceFlush: () => processor.forceFlush(),
    shutdown: () => processor.shutdown(),
  };
}
