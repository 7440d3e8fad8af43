import type { ApolloServerPlugin } from '@apollo/server';
import { log } from '../log.ts';
import { STOP_LIMIT_MS } from '../process/run-process.ts';
import { READ_MS } from '../process/slow-readers.ts';
import type { FastifyInstance } from 'fastify';

/**
 * Lets the requests in flight end when the server stops: each has its own time, and its client the time to read.
 *
 * @param requestTimeoutMs the longest that a request may take.
 */
export function drainRequests(app: FastifyInstance, requestTimeoutMs: number): ApolloServerPlugin {
  const limitMs = requestTimeoutMs + READ_MS;
  if (limitMs > STOP_LIMIT_MS) {
    const limits = { REQUEST_TIMEOUT_MS: requestTimeoutMs, stopLimitMs: STOP_LIMIT_MS };
    log.warn(
      limits,
      'a process that stops waits no longer than stopLimitMs, and cuts off the requests that take longer',
    );
  }
  return {
    async serverWillStart() {
      return {
        async drainServer() {
          const timer = setTimeout(() => app.server.closeAllConnections(), Math.min(limitMs, STOP_LIMIT_MS)).unref();
          await app.close();
          clearTimeout(timer);
        },
      };
    },
  };
}
