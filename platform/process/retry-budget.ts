import { Counter, Gauge } from 'prom-client';

/**
 * How many calls may be made a second time. Retries help while few calls fail; when all of them do, they are more load
 * for who bears too much already.
 */
export interface RetryBudget {
  /** A first attempt was made. */
  called(): void;
  /** Takes a retry out of the budget. @returns false when none is left: the failure is the answer. */
  mayRetry(): boolean;
}

/**
 * A budget that all callers of a process share: a tenth of its calls, and ten retries before any call and after any
 * pause. It is a token bucket, as gRPC's is
 * (https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs).
 *
 * @param callsOf whose calls they are, in metrics.
 */
export function createRetryBudget(callsOf = 'process'): RetryBudget {
  // In whole numbers: tenths would add up to less than one.
  let tokens = MAX_TOKENS;
  left.set(callsOf, () => Math.floor(tokens / CALLS_PER_RETRY));
  return {
    called() {
      tokens = Math.min(tokens + 1, MAX_TOKENS);
    },
    mayRetry() {
      const isLeft = tokens >= CALLS_PER_RETRY;
      retries.inc({ calls: callsOf, outcome: isLeft ? 'made' : 'refused' });
      if (!isLeft) return false;
      tokens -= CALLS_PER_RETRY;
      return true;
    },
  };
}

const retries = new Counter({
  name: 'retries_total',
  help: 'Calls that failed and could be made again, by whose they are (subgraph, core) and whether they were: made, or refused for want of budget.',
  labelNames: ['calls', 'outcome'] as const,
});

/** What is left of the budgets, by whose calls they are. */
const left = new Map<string, () => number>();

const retriesLeft = new Gauge({
  name: 'retry_budget_left',
  help: 'Retries that are left in the budget for them; at 0 no failed call is made again.',
  labelNames: ['calls'] as const,
  collect() {
    for (const [calls, value] of left) retriesLeft.set({ calls }, value());
  },
});

const CALLS_PER_RETRY = 10;

/** Without a bound, a quiet day would save up retries for the outage that ends it. */
const MAX_TOKENS = 10 * CALLS_PER_RETRY;
