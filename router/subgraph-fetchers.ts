import { log } from '@commerce/platform/log';
import type { SubgraphFetcher } from './fetch-subgraph.ts';

/** What one supergraph fetches with. */
interface TakenFetchers {
  byName: ReadonlyMap<string, SubgraphFetcher>;
  /** Gives them back: those that no other supergraph has are closed. */
  giveBack(): void;
}

export interface SubgraphFetchers {
  /** @param subgraphs each name with its address. */
  take(subgraphs: readonly { name: string; address: string }[]): TakenFetchers;
  /** Closes all that are left. */
  close(): Promise<void>;
}

/**
 * The connections to subgraphs: a new supergraph takes over those to the subgraphs that did not move, and the others go with
 * the last supergraph that has them.
 */
export function createSubgraphFetchers(create: (name: string, address: string) => SubgraphFetcher): SubgraphFetchers {
  const held = new Map<string, { fetcher: SubgraphFetcher; holders: number }>();
  const closing = new Set<Promise<void>>();

  const close = (fetcher: SubgraphFetcher) => {
    const closed = fetcher
      .close()
      .catch((err: unknown) => log.warn({ err }, 'the connections to a subgraph did not close'))
      .finally(() => closing.delete(closed));
    closing.add(closed);
  };

  return {
    take(subgraphs) {
      const keys = new Set<string>();
      const byName = new Map<string, SubgraphFetcher>();
      for (const { name, address } of subgraphs) {
        const key = `${name} ${address}`;
        const known = held.get(key) ?? { fetcher: create(name, address), holders: 0 };
        held.set(key, known);
        if (!keys.has(key)) known.holders += 1;
        keys.add(key);
        byName.set(name, known.fetcher);
      }
      return {
        byName,
        giveBack() {
          for (const key of keys) {
            const known = held.get(key);
            if (!known || (known.holders -= 1) > 0) continue;
            held.delete(key);
            close(known.fetcher);
          }
          keys.clear();
        },
      };
    },
    async close() {
      for (const { fetcher } of held.values()) close(fetcher);
      held.clear();
      await Promise.all(closing);
    },
  };
}
