import { plannedId } from './exposed-trace/noted-plans.ts';
import { createExecutor, type Execute } from './execution/executor.ts';
import type { HoldCopies } from './execution/run.ts';
import type { FetchSubgraph } from './execution/subgraph-answer.ts';
import type { SubgraphFetchers } from './subgraph-fetchers.ts';
import { subgraphsOf } from './subgraphs-of.ts';

/** What answers operations for as long as its supergraph is served, and those that began in that time. */
export interface ServedExecutor {
  execute: Execute;
  /** Runs what asks the executor: until it has ended, the connections stay, whatever is served then. */
  during<T>(run: () => Promise<T>): Promise<T>;
  /** Says that its supergraph is served no more. */
  retire(): void;
}

interface ServedBy {
  fetchers: SubgraphFetchers;
  urlOf: (name: string, url?: string) => string;
  holdCopies: HoldCopies;
  labels: readonly string[] | undefined;
  maxFields: number;
}

/** @throws Error for a supergraph that cannot be served. */
export function servedExecutor(
  sdl: string,
  { fetchers, urlOf, holdCopies, labels, maxFields }: ServedBy,
): ServedExecutor {
  const taken = fetchers.take(subgraphsOf(sdl).map(({ name, url }) => ({ name, address: urlOf(name, url) })));
  const fetch: FetchSubgraph = async (subgraph, request, sent) => {
    const fetcher = taken.byName.get(subgraph);
    if (!fetcher) throw new Error(`The supergraph has no subgraph ${subgraph}.`);
    return await fetcher.fetch(request, sent.document, plannedId(sent));
  };
  let running = 0;
  let isRetired = false;
  const giveBackUnused = () => {
    if (isRetired && running === 0) taken.giveBack();
  };
  try {
    return {
      execute: createExecutor(sdl, fetch, { holdCopies, labels, maxFields }),
      async during(run) {
        running += 1;
        try {
          return await run();
        } finally {
          running -= 1;
          giveBackUnused();
        }
      },
      retire() {
        isRetired = true;
        giveBackUnused();
      },
    };
  } catch (error) {
    taken.giveBack();
    throw error;
  }
}
