import type { Violations } from '@commerce/platform/values/violations';
import type { OrderFilter } from './order.ts';

/** Refuses instants that no store can compare with. @param filter its instants as callers give them. */
export function checkFilter(violations: Violations, filter: OrderFilter): OrderFilter {
  for (const [name, field] of [
    ['from', 'fromTime'],
    ['to', 'toTime'],
  ] as const) {
    const at = filter[name]?.getTime();
    const isTime = at === undefined || (at >= FIRST_MS && at <= LAST_MS);
    if (!isTime) violations.add(`filter.${field}`, 'must be a time from the year 1 to the year 9999');
  }
  return filter;
}

/** What google.protobuf.Timestamp can be. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');
