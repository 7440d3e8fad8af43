import type { ExposedSpan, NewSpan } from './exposed-span.ts';
import type { TraceRecorder } from './trace-recorder.ts';

/**
 * Does some work in a span of a trace.
 *
 * @param typeOf names the kind of a failure, and nothing that a client sent.
 */
export async function inExposedSpan<T>(
  trace: TraceRecorder,
  begun: NewSpan,
  work: (span: ExposedSpan) => Promise<T>,
  typeOf: (error: unknown) => string,
): Promise<T> {
  const span = trace.begin(begun);
  try {
    return await work(span);
  } catch (error) {
    span.error = typeOf(error);
    throw error;
  } finally {
    trace.end(span);
  }
}
