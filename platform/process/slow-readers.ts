import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';

/**
 * Cuts off a client that does not read its answer. Nobody waits for the rest of it by then: a request's own deadline has
 * passed before it is written, or passes meanwhile. Without a bound, whoever asks and does not read keeps every answer in
 * the server's memory.
 */
export function cutOffSlowReaders(app: FastifyInstance): void {
  app.addHook('onSend', (_request, { raw }, _payload, done) => {
    // A reset, and no orderly end: the system would keep what is not sent for as long as the client is there.
    const timer = setTimeout(() => cutOff(raw.socket), READ_MS).unref();
    // After the last byte was taken over by the system, or the connection has ended.
    raw.once('close', () => clearTimeout(timer));
    done();
  });
}

/** Node resets no connection that is encrypted: it throws. */
function cutOff(socket: Socket | null): void {
  if (socket instanceof TLSSocket) socket.destroy();
  else socket?.resetAndDestroy();
}

/** For how long an answer may be read, in milliseconds after it began. */
export const READ_MS = 10_000;
