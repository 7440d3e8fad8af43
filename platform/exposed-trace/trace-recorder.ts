import { randomBytes } from 'node:crypto';
import type { ExposedSpan, HopTrace, NewSpan, TraceCounts } from './exposed-span.ts';

/** Records what this part does for one request that asks for its trace; see docs/decisions/traces-for-clients.md. */
export interface TraceRecorder {
  begin(span: NewSpan): ExposedSpan;
  end(span: ExposedSpan): void;
  /** A span's call is sent once more. */
  again(span: ExposedSpan): void;
  /** Takes what the part that was asked says of its own work. @param bytes how long it is as JSON. */
  take(span: ExposedSpan, served: HopTrace, bytes: number): void;
  /** What was recorded until now. */
  read(): HopTrace;
}

export function openTrace(): TraceRecorder {
  const begun = performance.now();
  const spans: ExposedSpan[] = [];
  const running = new Set<ExposedSpan>();
  const counts: TraceCounts = { fetches: {}, rpcs: {}, statements: {} };
  let omitted = 0;
  let takenBytes = 0;
  const now = () => toHundredths(performance.now() - begun);
  const count = ({ kind, subgraph, method, store }: NewSpan) => {
    if (kind === 'fetch' && subgraph !== undefined) add(counts.fetches, subgraph, 1);
    if (kind === 'rpc' && method !== undefined) add(counts.rpcs, method, 1);
    if (kind === 'statement' && store !== undefined) add(counts.statements, store, 1);
  };
  const end = (span: ExposedSpan) => {
    span.durationMs = toHundredths(now() - span.startMs);
    running.delete(span);
  };
  return {
    begin(of) {
      const span = { ...of, startMs: now(), durationMs: 0 };
      count(span);
      if (spans.length < MAX_SPANS) {
        spans.push(span);
        running.add(span);
      } else omitted += 1;
      return span;
    },
    end,
    again(span) {
      span.attempts = (span.attempts ?? 1) + 1;
      count(span);
    },
    take(span, served, bytes) {
      for (const [method, number] of Object.entries(served.counts.rpcs)) add(counts.rpcs, method, number);
      for (const [store, number] of Object.entries(served.counts.statements)) add(counts.statements, store, number);
      takenBytes += bytes;
      span.served = takenBytes <= MAX_TAKEN_BYTES ? served : withoutSpans(served);
    },
    read() {
      // The request was answered, and did not wait for them.
      for (const span of running) {
        end(span);
        span.error ??= NOT_WAITED_FOR;
      }
      return { ms: now(), replica: REPLICA, counts, spans, ...(omitted > 0 && { omitted }) };
    },
  };
}

/** @returns the same with less of it. @param kept how many of its spans. */
export function withoutSpans(trace: HopTrace, kept = 0): HopTrace {
  const left = trace.spans.slice(0, kept);
  return { ...trace, spans: left, omitted: spansIn(trace) - spansIn({ ...trace, spans: left, omitted: 0 }) };
}

/** All that there were. */
function spansIn({ spans, omitted = 0 }: HopTrace): number {
  return spans.reduce((sum, { served }) => sum + 1 + (served ? spansIn(served) : 0), omitted);
}

function add(counts: Record<string, number>, key: string, number: number): void {
  counts[key] = (counts[key] ?? 0) + number;
}

/** @param ms milliseconds. */
export function toHundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}

/** A span that was still running when its request was answered. */
const NOT_WAITED_FOR = 'NOT_WAITED_FOR';

/** Of one part: more nobody reads, and a response is not for them. */
const MAX_SPANS = 100;

/** What the others say, all together, as JSON. */
const MAX_TAKEN_BYTES = 128 * 1024;

/** Says nothing of the process, but that it is not another one. */
const REPLICA = randomBytes(2).toString('hex');
