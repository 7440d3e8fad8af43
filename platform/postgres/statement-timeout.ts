import { deadlineExceeded } from '../errors/domain-error.ts';

/**
 * The `statement_timeout`, in milliseconds, for a request that has so many left: a step that covers them; 0, which is no
 * limit, outside a request. In steps, because most requests then find their connection set to the right one already,
 * which saves a statement. It is for the day when this process dies: while it lives, it ends its statements itself.
 *
 * @throws DomainError DeadlineExceeded when nothing is left.
 */
export function statementTimeout(remaining: number | undefined): number {
  if (remaining === undefined) return 0;
  if (remaining <= 0) throw deadlineExceeded();
  const step = STEPS.find((candidate) => candidate >= remaining) ?? Math.ceil(remaining / MINUTE) * MINUTE;
  return Math.min(step, LONGEST);
}

const MINUTE = 60_000;
const STEPS = [100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, MINUTE];
/** The longest that PostgreSQL takes: 24 days. */
const LONGEST = 2 ** 31 - 1;
