import { STATUS_CODES } from 'node:http';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { errorBody } from '../errors/error-body.ts';
import { refusalOfHttp } from '../errors/library-texts.ts';
import { malformedTotal } from './http-metrics.ts';

/** Answers what cannot be taken for a request of any route, in the words of all other refusals and not in Fastify's. */
export const malformedRequests = { frameworkErrors, clientErrorHandler };

/** A path that cannot be decoded. */
function frameworkErrors(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode = 400 } = error;
  void reply.code(statusCode).send(bodyOf(error.code, statusCode));
}

/**
 * What is no HTTP (https://nodejs.org/docs/latest-v20.x/api/http.html#event-clienterror): there is no response to write
 * then, only the connection, which is closed.
 */
function clientErrorHandler(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = STATUSES[error.code] ?? 400;
  malformedTotal.inc({ status });
  const body = JSON.stringify(bodyOf(error.code, status));
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

const STATUSES: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

function bodyOf(code: string, status: number) {
  const { message, reason } = refusalOfHttp(code, status);
  return errorBody(message, undefined, reason);
}
