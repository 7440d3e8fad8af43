import { checkText } from './text.ts';
import type { Violations } from './violations.ts';

/** Checks the `request_id` of a request that changes something; see platform/postgres/once.ts for what it does. */
export function checkIdempotencyKey(violations: Violations, key: string): string {
  // Without one the request is not protected; a blank one is a mistake of somebody who counts on it.
  return key === '' ? '' : checkText(violations, 'requestId', key, { max: 128 });
}
