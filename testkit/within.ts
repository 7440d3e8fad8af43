import { callContext } from '@commerce/platform/call-context';

/** Does some work as part of a request whose caller stops waiting after some milliseconds. */
export function within<T>(ms: number, work: () => Promise<T>): Promise<T> {
  return callContext.run({ requestId: 'test', deadline: Date.now() + ms, headers: {} }, work);
}
