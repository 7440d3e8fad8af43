import { v7 as newRequestId } from 'uuid';
import { callContext, DEFAULT_TIMEOUT_MS } from '../call-context.ts';

/**
 * Makes a call, or a few, in the name of whoever a token is of: for a command, which works for no request that has one.
 *
 * @param token none is nobody's.
 * @param work has the time of one request.
 */
export function asCaller<T>(token: string | undefined, work: () => Promise<T>): Promise<T> {
  if (token === undefined) return work();
  const headers = { authorization: `Bearer ${token}` };
  return callContext.run({ requestId: newRequestId(), deadline: Date.now() + DEFAULT_TIMEOUT_MS, headers }, work);
}
