import { callContext, DEFAULT_TIMEOUT_MS } from '../call-context.ts';
import { deadlineExceeded, DomainError } from '../errors/domain-error.ts';

/** What the running request has ended with, when nobody waits for it any more. */
export function requestEnd(): DomainError | undefined {
  const context = callContext.getStore();
  if (!context) return undefined;
  if (context.signal?.aborted) return endOf(context.signal);
  // The signal's timer may be late: a busy process runs it after what is already waiting.
  return context.deadline <= Date.now() ? deadlineExceeded() : undefined;
}

/** Aborts when nobody waits for the running work any more. Work outside a request has a limit of its own. */
export function requestSignal(): AbortSignal {
  return callContext.getStore()?.signal ?? AbortSignal.timeout(OUTSIDE_MS);
}

/** What the work of an aborted signal ends with. */
export function endOf(signal: AbortSignal): DomainError {
  return signal.reason instanceof DomainError ? signal.reason : deadlineExceeded(signal.reason);
}

/** Waits no longer than the signal allows. @throws DomainError what the signal ended with. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return await new Promise((resolve, reject) => {
    const giveUp = () => reject(endOf(signal));
    signal.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

/** The time, in milliseconds, for what no request waits for, such as the look for missing migrations. */
const OUTSIDE_MS = 6 * DEFAULT_TIMEOUT_MS;
