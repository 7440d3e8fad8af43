import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { log } from '../log.ts';
import { listenError } from './listen-error.ts';
import { cutOffSlowReaders } from './slow-readers.ts';

/** An HTTP server with this project's limits; routes are added to it before `listen`. */
export function createHttpServer(): FastifyInstance {
  const app = fastify({
    // Without a line for each request, and no louder than the process.
    loggerInstance: log.isLevelEnabled('warn') ? log.child({}, { level: 'warn' }) : log.child({}),
    // The largest request body, in bytes.
    bodyLimit: 1_048_576,
    // A client that sends its request too slowly is cut off; in milliseconds.
    requestTimeout: SEND_MS,
    http: {
      headersTimeout: SEND_MS,
      // How often it looks; by default as seldom as every 30 seconds.
      connectionsCheckingInterval: 1_000,
    },
    // Closing ends idle keep-alive connections at once instead of waiting for their clients.
    forceCloseConnections: 'idle',
    // A request that still comes on an open connection is served, not refused.
    return503OnClosing: false,
  }) as unknown as FastifyInstance;
  cutOffSlowReaders(app);
  return app;
}

/** For how long a request may be sent, in milliseconds: its headers alone, and all of it. */
const SEND_MS = 30_000;

/** @returns the port. @throws UserError when it cannot listen. */
export async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port, 'HTTP');
  }
  return (app.server.address() as AddressInfo).port;
}
