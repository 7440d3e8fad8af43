/** The callers who wait because a process has enough to do. */
export interface Crowd {
  readonly length: number;
  /**
   * Lets a caller wait.
   *
   * @param decided is told, once, whether it gets in.
   * @returns what takes it away; undefined when it must not wait.
   */
  join(decided: (getsIn: boolean) => void): (() => void) | undefined;
  /** Lets the first one in. */
  letIn(): void;
}

/**
 * Lets a burst wait for a moment, and refuses a flood at once: those who come while others have been waiting for
 * `BURST_MS` would only wait behind a crowd that does not grow shorter, and be answered late for it, all of them
 * (https://queue.acm.org/detail.cfm?id=2839461 for the idea, that of CoDel). Even then a caller waits whose turn comes soon:
 * a few clients who ask on and on are no flood.
 *
 * @param max callers who may wait.
 * @param soonMs which wait is hardly one, in milliseconds.
 */
export function createCrowd(max: number, soonMs: () => number = () => 0): Crowd {
  const waiting = new Set<(getsIn: boolean) => void>();
  let waitedFirst = -Infinity;
  let waitedLast = -Infinity;
  let turnMs: number | undefined;
  let turnBegan = -Infinity;

  /** Whether callers have come too late for a room for so long that it is no burst. */
  const isFlood = (now: number) => {
    if (now - waitedLast > CALM_MS) waitedFirst = now;
    waitedLast = now;
    return now - waitedFirst > BURST_MS;
  };

  return {
    get length() {
      return waiting.size;
    },
    join(decided) {
      const now = performance.now();
      if (waiting.size >= max) return undefined;
      if (isFlood(now) && (waiting.size + 1) * (turnMs ?? Infinity) > soonMs()) return undefined;
      if (waiting.size === 0) turnBegan = now;
      const leave = () => {
        clearTimeout(timer);
        waiting.delete(decide);
      };
      const decide = (getsIn: boolean) => {
        leave();
        decided(getsIn);
      };
      const timer = setTimeout(decide, MAX_WAIT_MS, false);
      waiting.add(decide);
      return leave;
    },
    letIn() {
      const [first] = waiting;
      const now = performance.now();
      const lastMs = now - turnBegan;
      turnMs = turnMs === undefined ? lastMs : turnMs + (lastMs - turnMs) * FOLLOW;
      turnBegan = now;
      first?.(true);
    },
  };
}

/** So long a caller waits that then has to come again. */
const MAX_WAIT_MS = 1_000;
/** How fast the time between two turns follows the last one. */
const FOLLOW = 0.1;
/** A page asks for all of its parts at once, and a process that has just started is slow for its first few answers. */
const BURST_MS = 5_000;
/** A burst is over when for so long none had to wait. */
const CALM_MS = 1_000;
