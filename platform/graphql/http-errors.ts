import type { FastifyError, FastifyInstance } from 'fastify';
import { errorTable } from '../errors/error-table.ts';
import { log } from '../log.ts';

/** Answers a request that never becomes a GraphQL operation (broken JSON, too large a body) as GraphQL answers errors. */
export function addHttpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode < 500)
      return reply.code(statusCode).send(body(message, errorTable.InvalidArgument.graphql, error.code));
    log.error({ err: error }, 'a request failed');
    return reply.code(statusCode).send(body(errorTable.Internal.message, errorTable.Internal.graphql));
  });
}

function body(message: string, code: string, reason?: string) {
  return { errors: [{ message, extensions: { code, ...(reason && { reason }) } }] };
}
