/** How many entries a list has; beyond MAX_COUNT the least that there are. */
export interface Count {
  count: number;
  isExact: boolean;
}

/** Counting further would cost as much as there is. */
export const MAX_COUNT = 10_000;

/** @param found how many were found, of MAX_COUNT + 1 at most. */
export function toCount(found: number): Count {
  return { count: Math.min(found, MAX_COUNT), isExact: found <= MAX_COUNT };
}
