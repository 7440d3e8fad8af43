/** Where a database was in its own log when. */
export interface Positions {
  /**
   * The position that a copy must have come to, so that nothing that it shows is older than `maxAgeMs`.
   *
   * @returns undefined while nothing is known that is as new.
   */
  neededFor(maxAgeMs: number): bigint | undefined;
  stop(): void;
}

/**
 * Asks a database again and again where it is, for as long as somebody wants to know.
 *
 * @param ask the position of now, as a number that grows. What it throws is as if nobody had asked.
 */
export function followPositions(ask: () => Promise<bigint>, now: () => number = () => performance.now()): Positions {
  /** The newest last; the position at a time that was before it was asked for. */
  const known: { at: number; position: bigint }[] = [];
  let wantedAt = -Infinity;
  let isAsking = false;
  const look = async () => {
    if (isAsking || now() - wantedAt > WANTED_MS) return;
    isAsking = true;
    const at = now();
    try {
      known.push({ at, position: await ask() });
      if (known.length > MOST_KNOWN) known.shift();
    } catch {
      // A copy cannot be shown to be new then.
    } finally {
      isAsking = false;
    }
  };
  const timer = setInterval(() => void look(), EVERY_MS).unref();
  return {
    neededFor(maxAgeMs) {
      const isFirst = now() - wantedAt > WANTED_MS;
      wantedAt = now();
      if (isFirst) void look();
      // What the copy has then, is at most as old as this.
      return known.find(({ at }) => now() - at <= maxAgeMs)?.position;
    },
    stop: () => clearInterval(timer),
  };
}

const EVERY_MS = 250;
/** Nobody asked in this time: a process at rest asks for nothing. */
const WANTED_MS = 10_000;
/** More than a second's. */
const MOST_KNOWN = 16;
