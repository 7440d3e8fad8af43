import { context, isSpanContextValid, propagation, trace } from '@opentelemetry/api';

/**
 * The headers that make what the next process does a part of this trace; empty where nothing is traced.
 * https://www.w3.org/TR/trace-context/
 */
export function traceHeaders(): { traceparent?: string; tracestate?: string } {
  const headers = {};
  propagation.inject(context.active(), headers);
  return headers;
}

/**
 * The trace that the running request belongs to, for its log lines: the current span's, or where nothing is traced the
 * caller's, so that the lines of all processes are found under one id.
 *
 * @param traceparent as the caller sent it.
 */
export function currentTrace(traceparent: string | undefined): { traceId?: string; spanId?: string } {
  const span = trace.getActiveSpan()?.spanContext();
  if (span && isSpanContextValid(span)) return { traceId: span.traceId, spanId: span.spanId };
  const traceId = traceparent && TRACEPARENT.exec(traceparent)?.[1];
  return traceId ? { traceId } : {};
}

/** Version, trace id, parent id, flags; zeros alone are no id. A later version may have more. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}(?:$|-)/;
