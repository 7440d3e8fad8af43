import { callContext, openCall } from '@commerce/platform/call-context';

/** Does some work as part of a request whose caller waits for so many milliseconds more; below 0, it waits no longer. */
export async function withTimeLeft<T>(ms: number, work: () => Promise<T>): Promise<T> {
  const { context, close } = openTestCall(ms);
  try {
    return await callContext.run(context, work);
  } finally {
    close();
  }
}

/** A request that a test works on: it may end it, or let its caller go. */
export function openTestCall(ms: number, headers: Record<string, string> = {}) {
  const deadline = Date.now() + ms;
  const read = (header: string) => ({ 'x-request-id': 'test', ...headers })[header];
  return openCall({ read, deadline, maxTimeoutMs: Math.max(ms, 1), newRequestId: () => 'new-id' });
}
