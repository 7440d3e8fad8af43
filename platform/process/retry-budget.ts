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
 */
export function createRetryBudget(): RetryBudget {
  // In whole numbers: tenths would add up to less than one.
  let tokens = MAX_TOKENS;
  return {
    called() {
      tokens = Math.min(tokens + 1, MAX_TOKENS);
    },
    mayRetry() {
      if (tokens < CALLS_PER_RETRY) return false;
      tokens -= CALLS_PER_RETRY;
      return true;
    },
  };
}

const CALLS_PER_RETRY = 10;

/** Without a bound, a quiet day would save up retries for the outage that ends it. */
const MAX_TOKENS = 10 * CALLS_PER_RETRY;
