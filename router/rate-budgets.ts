/** What a client has used of what it may in the running minute. */
export interface Usage {
  /** Of everything that it asked for, this time as well. */
  used: number;
  /** Until it begins afresh, in milliseconds. */
  resetMs: number;
}

/** Counts what clients use, each from its first request on for a minute, and then afresh. */
export interface RateBudgets {
  /** @returns undefined when nobody can tell. */
  use(client: string, cost: number): Promise<Usage | undefined>;
  close(): void;
}

export const WINDOW_MS = 60_000;

/**
 * Counts in the memory of this process: each replica has a count of its own.
 *
 * @param maxClients whom it remembers; beyond them the one that was not heard of for longest begins afresh.
 */
export function rateBudgetsInMemory(maxClients = 50_000): RateBudgets {
  // In the order in which they were last heard of.
  const clients = new Map<string, { used: number; resetAt: number }>();
  return {
    async use(client, cost) {
      const now = performance.now();
      const known = clients.get(client);
      const entry = known && known.resetAt > now ? known : { used: 0, resetAt: now + WINDOW_MS };
      entry.used += cost;
      clients.delete(client);
      clients.set(client, entry);
      const [longestUnheard] = clients.keys();
      if (clients.size > maxClients && longestUnheard !== undefined) clients.delete(longestUnheard);
      return { used: entry.used, resetMs: Math.round(entry.resetAt - now) };
    },
    close() {},
  };
}
