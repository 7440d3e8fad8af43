import type { AddressInfo } from 'node:net';
import { Server } from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import { log } from '../log.ts';
import type { Certificates } from '../tls/certificates.ts';
import { addHttpErrors } from './http-errors.ts';
import { addHttpMetrics } from './http-metrics.ts';
import { listenError } from './listen-error.ts';
import { malformedRequests } from './malformed-requests.ts';
import type { Readiness } from './readiness.ts';
import type { Running } from './run-process.ts';
import { cutOffSlowReaders } from './slow-readers.ts';

/**
 * Starts the HTTP server that a process's callers reach.
 *
 * @param addRoutes adds what it serves; stopping that ends the requests in flight.
 * @throws UserError when it cannot listen, or what adding the routes throws; nothing is open then.
 */
export async function startHttpServer(
  host: string,
  port: number,
  readiness: Pick<Readiness, 'isDraining'>,
  addRoutes: (app: FastifyInstance) => Promise<Running>,
  options: HttpOptions = {},
): Promise<Running & { port: number }> {
  const app = createHttpServer(readiness, options);
  let routes: Running | undefined;
  const stop = async () => {
    try {
      await routes?.stop();
    } finally {
      await app.close();
    }
  };
  addHttpMetrics(app);
  try {
    routes = await addRoutes(app);
    return { port: await listen(app, host, port, 'PORT'), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export interface HttpOptions {
  /** The addresses and networks whose X-Forwarded-For is believed; nobody's without it. */
  trustProxy?: string[] | undefined;
  /** It speaks TLS with them, to clients with a certificate of the authority alone. */
  certificates?: Certificates | undefined;
}

/**
 * An HTTP server with this project's limits; routes are added to it before `listen`. When the process is about to end,
 * every response asks for its connection to be closed, so that the next request goes elsewhere
 * (https://www.rfc-editor.org/rfc/rfc9112#section-9.6).
 */
export function createHttpServer(
  readiness: Pick<Readiness, 'isDraining'>,
  { trustProxy, certificates }: HttpOptions = {},
): FastifyInstance {
  const http = {
    headersTimeout: SEND_MS,
    // How often it looks; by default as seldom as every 30 seconds.
    connectionsCheckingInterval: 1_000,
  };
  const app = fastify({
    // Without a line for each request, and no louder than the process.
    loggerInstance: log.isLevelEnabled('warn') ? log.child({}, { level: 'warn' }) : log.child({}),
    trustProxy: trustProxy ?? false,
    ...malformedRequests,
    // The largest request body, in bytes.
    bodyLimit: 1_048_576,
    // A client that sends its request too slowly is cut off; in milliseconds.
    requestTimeout: SEND_MS,
    ...(certificates ? { https: { ...http, ...tlsOptions(certificates) } } : { http }),
    // Closing ends idle keep-alive connections at once instead of waiting for their clients.
    forceCloseConnections: 'idle',
    // A request that still comes on an open connection is served, not refused.
    return503OnClosing: false,
  }) as unknown as FastifyInstance;
  if (certificates) renew(app, certificates);
  // Beyond them new ones are closed at once: each costs memory, and many may be opened to send nothing.
  app.server.maxConnections = MAX_CONNECTIONS;
  app.addHook('onRequest', (_request, reply, done) => {
    if (readiness.isDraining()) void reply.header('connection', 'close');
    done();
  });
  addHttpErrors(app);
  cutOffSlowReaders(app);
  return app;
}

/** At some 20 kB for each, a tenth of what a small container has. */
const MAX_CONNECTIONS = 2_500;

/** For how long a request may be sent, in milliseconds: its headers alone, and all of it. */
const SEND_MS = 30_000;

function tlsOptions(certificates: Certificates) {
  const handshakeTimeout = SEND_MS;
  return { ...certificates.current(), requestCert: true, rejectUnauthorized: true, handshakeTimeout };
}

/** New connections have the new ones. */
function renew(app: FastifyInstance, certificates: Certificates): void {
  const { server } = app;
  if (!(server instanceof Server)) throw new Error('The server does not speak TLS.');
  const end = certificates.onChange((pems) => server.setSecureContext(pems));
  app.addHook('onClose', async () => end());
}

/** @param variable that names the port. @returns the port. @throws UserError when it cannot listen. */
export async function listen(app: FastifyInstance, host: string, port: number, variable: string): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw listenError(error, host, port, variable);
  }
  return (app.server.address() as AddressInfo).port;
}
