import { monitorEventLoopDelay } from 'node:perf_hooks';
import { admissionShed, watchAdmission } from './admission-metrics.ts';
import { createCrowd } from './crowd.ts';

/** Decides whether a process takes on more work. */
export interface Admission {
  /**
   * Asks whether work may begin.
   *
   * @param client whose work it is, where clients share the process.
   * @param decided is told, once: at once, or within a second where callers may wait.
   * @returns what says that the work is over, or that its caller waits no more.
   */
  ask(decided: (isAdmitted: boolean) => void, client?: string): () => void;
  /** How much of what was admitted is not over. */
  inFlight(): number;
  /** Measures no more. */
  stop(): void;
}

/**
 * Bounds what a process works on at once, so that a burst costs the callers who come too late an answer at once, and not
 * all callers their deadlines. While it is full, a client that has nothing in progress still gets in, if another has more
 * than one piece of work in progress: one client's flood is refused before another's only request.
 *
 * @param options.name of the server, in metrics.
 * @param options.maxInFlight pieces of work at once: what they hold has to fit in memory.
 * @param options.limit what it works on at once by now, where that changes (see concurrency-limit.ts). What is over that
 *   may wait for a moment, as far as `maxInFlight` allows (see crowd.ts).
 * @param options.soonMs which wait is hardly one; see crowd.ts.
 * @param options.maxDelayMs by which half of the turns of the event loop may be late, for a second or two: work that waits
 *   longer for its turns than its caller does is wasted.
 */
export function createAdmission(options: {
  name?: string;
  maxInFlight: number;
  limit?: () => number;
  soonMs?: () => number;
  maxDelayMs: number;
}): Admission {
  const { name = 'server', maxInFlight, limit = () => maxInFlight, soonMs } = options;
  const loop = watchEventLoop(options.maxDelayMs);
  const crowd = createCrowd(maxInFlight, soonMs);
  const byClient = new Map<string | undefined, number>();
  let inFlight = 0;

  const hasRoomFor = (client: string | undefined) => {
    if (inFlight < limit() && crowd.length === 0) return true;
    return inFlight < Math.min(maxInFlight, 2 * limit()) && !byClient.has(client) && byClient.size < inFlight;
  };
  const begin = (client: string | undefined) => {
    inFlight += 1;
    byClient.set(client, (byClient.get(client) ?? 0) + 1);
  };
  const end = (client: string | undefined) => {
    inFlight -= 1;
    const others = (byClient.get(client) ?? 0) - 1;
    if (others > 0) byClient.set(client, others);
    else byClient.delete(client);
    while (crowd.length > 0 && inFlight < limit()) crowd.letIn();
  };

  const unwatch = watchAdmission(name, { inFlight: () => inFlight, waiting: () => crowd.length, limit });
  return {
    ask(decided, client) {
      let state: 'waits' | 'admitted' | 'over' = 'waits';
      const decide = (reason?: 'in_flight' | 'event_loop_delay') => {
        state = reason ? 'over' : 'admitted';
        if (reason) admissionShed.inc({ reason });
        else begin(client);
        decided(!reason);
      };
      let leave: (() => void) | undefined;
      if (loop.isLate()) decide('event_loop_delay');
      else if (hasRoomFor(client)) decide();
      else {
        if (inFlight + crowd.length < maxInFlight)
          leave = crowd.join((getsIn) => decide(getsIn ? undefined : 'in_flight'));
        if (!leave) decide('in_flight');
      }
      return () => {
        if (state === 'admitted') end(client);
        else leave?.();
        state = 'over';
      };
    },
    inFlight: () => inFlight,
    stop() {
      unwatch();
      loop.stop();
    },
  };
}

/** Half of the turns, and in two windows: a single long pause, such as a start or a garbage collection, is over when it is seen. */
function watchEventLoop(maxDelayMs: number) {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delays.enable();
  let isLate = false;
  let wasLate = false;
  let readAt = Date.now();
  return {
    isLate() {
      if (Date.now() - readAt < WINDOW_MS) return isLate;
      const lateNow = delays.percentile(50) / 1e6 - RESOLUTION_MS > maxDelayMs;
      isLate = lateNow && wasLate;
      wasLate = lateNow;
      delays.reset();
      readAt = Date.now();
      return isLate;
    },
    stop: () => void delays.disable(),
  };
}

const RESOLUTION_MS = 10;
const WINDOW_MS = 1_000;
