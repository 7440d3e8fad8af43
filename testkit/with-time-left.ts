import { callContext } from '@commerce/platform/call-context';

/** Does some work as part of a request whose caller waits for so many milliseconds more; below 0, it waits no longer. */
export function withTimeLeft<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return callContext.run({ requestId: 'test', deadline: Date.now() + ms, headers: {} }, work);
}
