import { inBytes, inTime } from './numbers.ts';
import type { Span } from './trace.ts';

/** @returns what is known of a span, in words: what, and its value. */
export function factsOf(span: Span): [what: string, value: string][] {
  const { requestBytes, responseBytes, servedMs, errors } = span;
  const facts: [string, string | number | undefined][] = [
    ['begins at', inTime(span.startMs)],
    ['takes', inTime(span.durationMs)],
    ['of that, in the part asked', servedMs === undefined ? undefined : inTime(servedMs)],
    ['objects asked for', span.representations],
    ['sent', requestBytes === undefined ? undefined : inBytes(requestBytes)],
    ['received', responseBytes === undefined ? undefined : inBytes(responseBytes)],
    ['method', span.service === undefined ? span.method : `${span.service}/${span.method ?? ''}`],
    ['status', span.status ?? span.httpStatus],
    ['tries', span.attempts],
    [
      'errors',
      errors &&
        Object.entries(errors)
          .map(([code, count]) => `${code}: ${count}`)
          .join(', '),
    ],
    ['failed with', span.error],
    ['rows', span.rows],
    ['store', span.store],
    ['answered by process', span.replica],
    ['not shown in it', span.omitted],
    ['statement', span.text],
  ];
  return facts.flatMap(([what, value]) => (value === undefined || value === '' ? [] : [[what, String(value)]]));
}
