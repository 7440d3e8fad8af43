import type { ExposedSpan, HopTrace, TraceCounts } from '@commerce/platform/exposed-trace/exposed-span';
import { toHundredths, type TraceRecorder } from '@commerce/platform/exposed-trace/trace-recorder';
import type { Cost } from '../playground/page-settings.ts';
import { notedPlan } from './noted-plans.ts';
import type { PlanTree } from './plan-tree.ts';

/** What was done for a request, as `extensions.trace` of its response tells it. Times are milliseconds. */
export interface ClientTrace {
  /** From when its body was read until its response is written. */
  durationMs: number;
  /** Were its document and its plan there from a request before? Absent where it was refused before it was planned. */
  cached?: { document: boolean; plan: boolean };
  /** Exact, whatever was left out. */
  counts: TraceCounts;
  /** What `costs.yaml` says that the operation of this name costs; absent where it says nothing. */
  expected?: Cost;
  /** Null where nothing is fetched; absent where it was refused before it was planned. */
  plan?: PlanTree | null;
  spans: ClientSpan[];
  /** How many spans are left out, wherever they would be. */
  omitted?: number;
}

/** All times are from when the request began. */
interface ClientSpan extends Omit<ExposedSpan, 'served'> {
  /** Which process answered, and how long it worked. */
  replica?: string;
  servedMs?: number;
  spans?: ClientSpan[];
  omitted?: number | undefined;
}

/** @param costOf what an operation should cost, by its name. */
export async function toClientTrace(
  trace: TraceRecorder,
  costOf: (operation: string) => Promise<Cost | undefined>,
): Promise<ClientTrace> {
  // First: the request's time ends here.
  const { ms, counts, spans, omitted } = trace.read();
  const planned = notedPlan(trace);
  const isKnown = (kind: ExposedSpan['kind']) => spans.every((span) => span.kind !== kind);
  const left = omittedIn({ spans, omitted });
  const expected = planned?.operation === undefined ? undefined : await costOf(planned.operation);
  return {
    durationMs: ms,
    ...(planned && { cached: { document: isKnown('parse'), plan: isKnown('plan') }, plan: planned.tree }),
    counts,
    ...(expected && { expected }),
    spans: placed(spans, 0),
    ...(left > 0 && { omitted: left }),
  };
}

/**
 * Each part has counted from its own beginning: its spans are placed in the middle of its caller's, as if the way there took as
 * long as the way back. No two clocks are compared.
 */
function placed(spans: readonly ExposedSpan[], begun: number): ClientSpan[] {
  return spans.map(({ served, ...span }) => {
    const startMs = toHundredths(begun + span.startMs);
    if (!served) return { ...span, startMs };
    const { ms, replica, omitted } = served;
    const around = Math.max(0, span.durationMs - ms);
    // It was asked last.
    const before = (span.attempts ?? 1) > 1 ? around : around / 2;
    return { ...span, startMs, replica, servedMs: ms, spans: placed(served.spans, startMs + before), omitted };
  });
}

function omittedIn({ spans, omitted = 0 }: Pick<HopTrace, 'spans' | 'omitted'>): number {
  return spans.reduce((sum, { served }) => sum + (served ? omittedIn(served) : 0), omitted);
}
