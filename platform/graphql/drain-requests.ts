import type { FastifyInstance } from 'fastify';
import { log } from '../log.ts';
import { STOP_LIMIT_MS } from '../process/run-process.ts';
import { READ_MS } from '../process/slow-readers.ts';

/**
 * Closes a server when the requests in flight have ended: each has its own time, and its client the time to read.
 *
 * @param requestTimeoutMs the longest that a request may take.
 * @returns does it.
 */
export function drainRequests(app: FastifyInstance, requestTimeoutMs: number): () => Promise<void> {
  const limitMs = requestTimeoutMs + READ_MS;
  if (limitMs > STOP_LIMIT_MS) {
    const limits = { REQUEST_TIMEOUT_MS: requestTimeoutMs, stopLimitMs: STOP_LIMIT_MS };
    log.warn(
      limits,
      'a process that stops waits no longer than stopLimitMs, and cuts off the requests that take longer',
    );
  }
  return async () => {
    const timer = setTimeout(() => app.server.closeAllConnections(), Math.min(limitMs, STOP_LIMIT_MS)).unref();
    await app.close();
    clearTimeout(timer);
  };
}
