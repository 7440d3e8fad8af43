import { setTimeout as wait } from 'node:timers/promises';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { isOverloaded } from '../deployment/is-overloaded.ts';

/**
 * What a client met that asks for a page across all subgraphs, one request after the other, with pauses. What is refused
 * as OVERLOADED it sends again, as docs/graph.md tells clients to.
 */
export interface UsualClient {
  /** Milliseconds of each request that was answered. */
  latencies: readonly number[];
  /** The codes of those that failed, or why there was no answer. */
  failures: readonly string[];
  stop(): Promise<void>;
}

export function startUsualClient({ query }: GraphQLClient, accountId: string): UsualClient {
  const latencies: number[] = [];
  const failures: string[] = [];
  const end = new AbortController();
  const ask = async () => {
    const start = performance.now();
    try {
      const { errors = [] } = await query(PAGE, { accountId });
      if (errors.length === 0) latencies.push(performance.now() - start);
      else if (!errors.every(({ extensions }) => isOverloaded(extensions)))
        failures.push(...new Set(errors.map(({ extensions }) => String(extensions['code']))));
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  };
  const client = async () => {
    while (!end.signal.aborted) {
      await ask();
      await wait(PAUSE_MS);
    }
  };
  const ended = client();
  return {
    latencies,
    failures,
    async stop() {
      end.abort();
      await ended;
    },
  };
}

const PAUSE_MS = 50;
const PAGE = `query ($accountId: ID!) { account(id: $accountId) { name
  orders(pagination: { take: 5 }) { totalPrice products { quantity product { name price unitsSold } } } } }`;
