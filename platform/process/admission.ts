import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Counter } from 'prom-client';

/** Decides whether a process takes on more work. */
export interface Admission {
  /** @returns what says that the work is over; undefined when the work must be refused. */
  admit(): (() => void) | undefined;
  /** How much of what was admitted is not over. */
  inFlight(): number;
  /** Measures no more. */
  stop(): void;
}

/**
 * Bounds what a process works on at once, so that a burst costs the callers who come too late an answer at once, and not
 * all callers their deadlines.
 *
 * @param maxInFlight pieces of work at once: what they hold has to fit in memory.
 * @param targetDelayMs by which half of the turns of the event loop may be late before less and less is worked on at once,
 *   down to a sixteenth of `maxInFlight`; without it the bound stays as it is. It is for the process that clients reach:
 *   what it took on should not be refused further down.
 * @param maxDelayMs by which half of the turns of the event loop may be late, for a second or two: work that waits longer for its
 *   turns than its caller does is wasted.
 */
export function createAdmission(options: {
  maxInFlight: number;
  maxDelayMs: number;
  targetDelayMs?: number;
}): Admission {
  const { maxInFlight, maxDelayMs, targetDelayMs = Infinity } = options;
  const minInFlight = Math.ceil(maxInFlight / 16);
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let inFlight = 0;
  let limit = maxInFlight;
  let isLate = false;
  let wasLate = { forAny: false, forMore: false };
  let readAt = Date.now();

  const readDelay = () => {
    if (Date.now() - readAt < (targetDelayMs < Infinity ? SHORT_WINDOW_MS : WINDOW_MS)) return;
    // Not the mean, and twice: a single long pause, such as a start or a garbage collection, is over when it is seen.
    const delayMs = delays.percentile(50) / 1e6 - RESOLUTION_MS;
    const lateNow = { forAny: delayMs > maxDelayMs, forMore: delayMs > targetDelayMs };
    isLate = lateNow.forAny && wasLate.forAny;
    // As TCP finds the rate of a link: quickly down, slowly up.
    if (!lateNow.forMore) limit = Math.min(maxInFlight, limit + 1);
    else if (wasLate.forMore) limit = Math.max(minInFlight, Math.floor(Math.min(limit, inFlight) * 0.8));
    wasLate = lateNow;
    delays.reset();
    readAt = Date.now();
  };

  return {
    admit() {
      readDelay();
      const reason = inFlight >= limit ? 'in_flight' : isLate ? 'event_loop_delay' : undefined;
      if (reason) {
        shed.inc({ reason });
        return undefined;
      }
      inFlight += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        inFlight -= 1;
      };
    },
    inFlight: () => inFlight,
    stop: () => void delays.disable(),
  };
}

const RESOLUTION_MS = 10;
const WINDOW_MS = 1_000;
const SHORT_WINDOW_MS = 200;

const shed = new Counter({
  name: 'admission_shed_total',
  help: 'Calls that this process refused before they cost anything, by what it had too much of.',
  labelNames: ['reason'] as const,
});
