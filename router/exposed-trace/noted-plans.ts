import { callContext } from '@commerce/platform/call-context';
import type { TraceRecorder } from '@commerce/platform/exposed-trace/trace-recorder';
import type { ClientOperation } from '../execution/executor.ts';
import { type NumberedPlan, numberedPlan, type PlannedFetch } from './plan-tree.ts';

/**
 * Notes the plan of the running request, where its trace is asked for.
 *
 * @param operation the name of the operation, if it has one.
 * @param onPlan is told as well.
 */
export function notingPlan(
  operation: string | undefined,
  onPlan: ClientOperation['onPlan'],
): ClientOperation['onPlan'] {
  const trace = callContext.getStore()?.trace;
  if (!trace) return onPlan;
  return (plan) => {
    plans.set(trace, { ...numberedPlan(plan), operation });
    onPlan?.(plan);
  };
}

/** @returns undefined where nothing was planned. */
export function notedPlan(trace: TraceRecorder): NotedPlan | undefined {
  return plans.get(trace);
}

/** The number of a fetch in the running request's plan; undefined where its trace is not asked for. */
export function plannedId(fetch: PlannedFetch): number | undefined {
  const trace = callContext.getStore()?.trace;
  return trace && plans.get(trace)?.idOf(fetch);
}

const plans = new WeakMap<TraceRecorder, NotedPlan>();

interface NotedPlan extends NumberedPlan {
  /** Its name. */
  operation: string | undefined;
}
