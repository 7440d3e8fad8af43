import type { FastifyError, FastifyInstance } from 'fastify';
import { errorTable } from '../errors/error-table.ts';
import { log } from '../log.ts';

/** Answers a request that never becomes a GraphQL operation (broken JSON, too large a body) as GraphQL answers errors. */
export function addHttpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode < 500) return reply.code(statusCode).send(errorBody(message, undefined, error.code));
    log.error({ err: error }, 'a request failed');
    return reply.code(statusCode).send(errorBody(errorTable.Internal.message, errorTable.Internal.graphql));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody('Nothing is served at this path.', errorTable.NotFound.graphql)),
  );
}

/** @param code of the error table. @param reason what a program can tell apart within it. */
export function errorBody(message: string, code: string = errorTable.InvalidArgument.graphql, reason?: string) {
  return { errors: [{ message, extensions: { code, ...(reason && { reason }) } }] };
}
