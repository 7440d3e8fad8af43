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
 * @param maxDelayMs by which half of the turns of the event loop may be late, over two seconds: work that waits longer for its
 *   turns than its caller does is wasted.
 */
export function createAdmission(options: { maxInFlight: number; maxDelayMs: number }): Admission {
  const { maxInFlight, maxDelayMs } = options;
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let inFlight = 0;
  let isLate = false;
  let wasLate = false;
  let readAt = Date.now();

  const readDelay = () => {
    if (Date.now() - readAt < WINDOW_MS) return;
    // Not the mean, and twice: a single long pause, such as a start or a garbage collection, is over when it is seen.
    const isLateNow = delays.percentile(50) / 1e6 - RESOLUTION_MS > maxDelayMs;
    isLate = isLateNow && wasLate;
    wasLate = isLateNow;
    delays.reset();
    readAt = Date.now();
  };

  return {
    admit() {
      readDelay();
      const reason = inFlight >= maxInFlight ? 'in_flight' : isLate ? 'event_loop_delay' : undefined;
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

const shed = new Counter({
  name: 'admission_shed_total',
  help: 'Calls that this process refused before they cost anything, by what it had too much of.',
  labelNames: ['reason'] as const,
});
