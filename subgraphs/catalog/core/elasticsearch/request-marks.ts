import type { KeyedRequest } from '@commerce/platform/values/keyed-request';
import type { Claim } from './claim-request.ts';

/**
 * Did a request change the product that has these marks? A key may be forgotten and then stand for another request: so a mark
 * names the claim of its request as well.
 */
export function isMarked(marks: readonly string[], { key }: KeyedRequest, claim: Claim): boolean {
  if (marks.includes(markOf(key, claim))) return true;
  // A core of the version before marks by the key alone.
  return !claim.isNew && marks.includes(key) && !marks.some((mark) => mark.startsWith(markStart(key)));
}

/** The marks after a change by a request. */
export function withMark(marks: readonly string[], { key }: KeyedRequest, claim: Claim): string[] {
  // The key alone is for cores of the version before, which run beside this one for a while.
  return [...marks, key, markOf(key, claim)].slice(-2 * MAX_REQUESTS);
}

function markOf(key: string, { createdAt }: Claim): string {
  return `${markStart(key)}${createdAt.toISOString()}`;
}

/** No key has a NUL character. */
function markStart(key: string): string {
  return `${key}\0`;
}

/** A repeated request is recognised as long as fewer changes than this came since. */
const MAX_REQUESTS = 100;
