import type { CpuSupply } from './cpu-supply.ts';

/** How much a process works on at once, found by how long its work takes. */
export interface ConcurrencyLimit {
  value(): number;
  /** For how long work usually takes while there is not too much of it, in milliseconds; 0 as long as nobody knows. */
  usualMs(): number;
  /** @param inFlight pieces of work there were at once when this one ended. */
  record(durationMs: number, inFlight: number): void;
}

/**
 * Finds the number of pieces of work at once beyond which each only waits for the others: as long as the CPU is short and
 * work takes longer than it usually does, less and less is worked on at once; else more again. It is the gradient
 * of Envoy's adaptive concurrency (https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/adaptive_concurrency_filter)
 * with two differences. Slow work alone shrinks nothing: work that waits for a lock, or is larger than the work before, is
 * no reason to refuse other work. And nothing is refused to find out how long work usually takes: it is learned while there
 * is CPU to spare, and where the limit is at its least.
 *
 * @param options.min pieces of work at once, however slow they are.
 * @param options.max pieces of work at once, however fast they are.
 * @param options.cpu how much there was of it, since it was asked last.
 * @param options.now in milliseconds.
 */
export function createConcurrencyLimit(options: {
  min: number;
  max: number;
  cpu: () => CpuSupply;
  now?: () => number;
}): ConcurrencyLimit {
  const { min, max, cpu, now = () => performance.now() } = options;
  let limit = max;
  let usualMs: number | undefined;
  let durations: number[] = [];
  let mostInFlight = 0;
  let endsAt = now() + WINDOW_MS;

  const learnUsual = (medianMs: number, supply: CpuSupply) => {
    // Its work may be slow because there is too much of it.
    const isCrowded = supply !== 'spare' && limit > min;
    if (usualMs === undefined) usualMs = isCrowded ? undefined : medianMs;
    else if (medianMs < usualMs) usualMs += (medianMs - usualMs) * FOLLOW_DOWN;
    else if (!isCrowded) usualMs += (medianMs - usualMs) * FOLLOW_UP;
  };
  const adjust = () => {
    const medianMs = medianOf(durations);
    const supply = cpu();
    learnUsual(medianMs, supply);
    if (supply === 'short') {
      const gradient = Math.max(0.5, Math.min(1, (usualMs ?? 0) / medianMs));
      limit = Math.min(max, Math.max(min, Math.min(limit, mostInFlight) * gradient + HEADROOM));
    } else limit = Math.min(max, Math.max(limit * GROWTH, limit + 1));
  };

  return {
    value: () => Math.floor(limit),
    usualMs: () => usualMs ?? 0,
    record(durationMs, inFlight) {
      mostInFlight = Math.max(mostInFlight, inFlight);
      if (durations.length < MAX_DURATIONS) durations.push(durationMs);
      if (now() < endsAt || durations.length < MIN_DURATIONS) return;
      adjust();
      durations = [];
      mostInFlight = 0;
      endsAt = now() + WINDOW_MS;
    },
  };
}

const WINDOW_MS = 200;
/** With fewer the median says too little. */
const MIN_DURATIONS = 10;
const MAX_DURATIONS = 1_000;

/** It goes on trying whether there is room for one more. */
const HEADROOM = 1;
const GROWTH = 1.1;
/** The usual follows what is quicker sooner: what is slower may only be so because there is too much of it. */
const FOLLOW_UP = 0.1;
const FOLLOW_DOWN = 0.3;

function medianOf(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
