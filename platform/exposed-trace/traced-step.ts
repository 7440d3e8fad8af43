import { callContext } from '../call-context.ts';
import type { ExposedSpan } from './exposed-span.ts';

/** Does a part of the running request's own work, and records it where its trace is asked for. */
export function tracedStep<T>(kind: ExposedSpan['kind'], work: () => T): T {
  const trace = callContext.getStore()?.trace;
  if (!trace) return work();
  const span = trace.begin({ kind, name: kind });
  try {
    return work();
  } catch (error) {
    // The response's errors say more, and which of them are the client's own.
    span.error = 'FAILED';
    throw error;
  } finally {
    trace.end(span);
  }
}
