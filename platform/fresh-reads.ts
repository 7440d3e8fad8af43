import { callContext, FRESH_READS_HEADER } from './call-context.ts';

// What is read for a request may come from a copy of a database, unless its header says that it has to be of now. Parts send
// that on, and a client may send it that reads what another request of its own has changed.

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
