import { checkText } from './text.ts';
import type { Violations } from './violations.ts';

/** Checks the request id of a request that changes something; see platform/postgres/once.ts for what it does. */
export function checkRequestId(violations: Violations, requestId: string): string {
  // Without one the request is not protected; a blank one is a mistake of somebody who counts on it.
  return requestId === '' ? '' : checkText(violations, 'requestId', requestId, { max: 128 });
}
