import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody } from '../errors/error-body.ts';
import { acceptedType } from './accepted-type.ts';

/** The methods that GraphQL is served by (https://graphql.github.io/graphql-over-http/draft/#sec-Request). */
export const GRAPHQL_METHODS: readonly ('GET' | 'POST')[] = ['GET', 'POST'];

const ALLOW = GRAPHQL_METHODS.join(', ');

/**
 * Refuses what the headers of a request already show to be no GraphQL request, before its body is read: a mutation
 * would be done, and only then be found to be of a client that takes no answer.
 *
 * @param path where GraphQL is served by `GRAPHQL_METHODS`.
 */
export function addNegotiation(app: FastifyInstance, path: string): void {
  // Fastify reads a text by itself, which is what a form of another site can send.
  app.removeContentTypeParser('text/plain');
  app.addHook('onRequest', (request, reply, done) => {
    const { method, headers, routeOptions } = request;
    if (routeOptions.url !== path) return done();
    if (!GRAPHQL_METHODS.some((served) => served === method)) {
      return void refuse(reply.header('allow', ALLOW), 405, `${method} is not for GraphQL; use one of ${ALLOW}.`);
    }
    if (!hasHost(request)) return void refuse(reply, 400, 'The header Host must name a host.');
    if (acceptedType(headers.accept) === undefined) {
      return void refuse(
        reply,
        406,
        'The header Accept must allow application/json or application/graphql-response+json.',
      );
    }
    done();
  });
  // For the hook alone, which answers them.
  app.route({ url: path, method: ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'], handler: () => undefined });
}

/** Fastify takes any text (https://www.rfc-editor.org/rfc/rfc9110#section-7.2). */
function hasHost({ hostname, protocol }: FastifyRequest): boolean {
  return URL.canParse(`${protocol}://${hostname}/`);
}

function refuse(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).send(errorBody(message));
}
