import { callContext } from './call-context.ts';

/**
 * Says that what is read for a request has to be of now. Parts send it on. A client that reads what another request of its own has
 * changed may send it, with the value `1`.
 */
export const FRESH_READS_HEADER = 'commerce-fresh-reads';

/** The running request changes something: what it reads from now on, here and elsewhere, has to be of now. */
export function readFresh(): void {
  const context = callContext.getStore();
  if (context) context.headers = { ...context.headers, [FRESH_READS_HEADER]: '1' };
}

/** May what is read now be a second old? What a process reads for itself may not. */
export function mayReadOld(): boolean {
  const context = callContext.getStore();
  return context !== undefined && context.headers[FRESH_READS_HEADER] === undefined;
}
