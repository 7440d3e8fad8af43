import type { FastifyError, FastifyInstance } from 'fastify';
import { errorBody } from '../errors/error-body.ts';
import { errorTable } from '../errors/error-table.ts';
import { refusalOfHttp } from '../errors/library-texts.ts';
import { log } from '../log.ts';

/** Answers a request that never becomes a GraphQL operation (broken JSON, too large a body) as GraphQL answers errors. */
export function addHttpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) {
      const { message, reason } = refusalOfHttp(error.code, statusCode);
      return reply.code(statusCode).send(errorBody(message, undefined, reason));
    }
    log.error({ err: error }, 'a request failed');
    return reply.code(statusCode).send(errorBody(errorTable.Internal.message, errorTable.Internal.graphql));
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody('Nothing is served at this path.', errorTable.NotFound.graphql)),
  );
}
