/** How often a process may send again what failed, for all its callers together. */
export interface RetryBudget {
  /** A call was made. */
  earn(): void;
  /** @returns whether one more may be sent; it is paid for then. */
  spend(): boolean;
}

/**
 * Pays a tenth of the calls for retries, so that a part which fails gets a tenth more load and not twice as much
 * (https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs). What was
 * saved up is bounded: ten retries at once.
 */
export function createRetryBudget(): RetryBudget {
  // In tenths, which add up exactly.
  let tenths = MAX_TENTHS;
  return {
    earn() {
      tenths = Math.min(tenths + 1, MAX_TENTHS);
    },
    spend() {
      if (tenths < 10) return false;
      tenths -= 10;
      return true;
    },
  };
}

const MAX_TENTHS = 100;
