import { useSyncExternalStore } from 'react';
import type { Trace } from './trace.ts';

/** What is known of an operation that was run, beside its answer. */
export interface Run {
  operation: string | undefined;
  /** HTTP's. */
  status: number;
  /** For as long as this browser waited, in milliseconds. */
  tookMs: number;
  /** Of the answer as it was read, without what it says of the plan and the trace. */
  bytes: number;
  planText: string | undefined;
  trace: Trace | undefined;
}

let last: Run | undefined;
const listeners = new Set<() => void>();

/** Keeps what the panels show: the operation that was run last. */
export function keepRun(run: Run): void {
  last = run;
  for (const listener of listeners) listener();
}

export function useLastRun(): Run | undefined {
  return useSyncExternalStore(subscribe, () => last);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
