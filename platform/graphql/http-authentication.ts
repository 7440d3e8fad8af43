import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authentication } from '../auth/authenticate.ts';
import { ANYONE, type Caller, NOBODY } from '../auth/caller.ts';
import { DomainError } from '../errors/domain-error.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';

/**
 * Finds out who sends a request before its body is read. A token that is not valid is refused with 401 and says why
 * (https://www.rfc-editor.org/rfc/rfc6750#section-3); no token is a caller like any other.
 *
 * @param path where GraphQL is served.
 * @returns who sent a request.
 */
export function addAuthentication(
  app: FastifyInstance,
  path: string,
  authentication: Authentication | undefined,
): (request: FastifyRequest) => Caller {
  if (!authentication?.isOn) return () => ANYONE;
  const callers = new WeakMap<FastifyRequest, Caller>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== path) return;
    try {
      callers.set(request, await authentication.callerOf(authorizationOf(request)));
    } catch (thrown) {
      if (!(thrown instanceof DomainError)) throw thrown;
      await refuse(reply, thrown);
    }
  });
  return (request) => callers.get(request) ?? NOBODY;
}

/** Node itself keeps the first of several and forgets the others. */
function authorizationOf({ raw: { rawHeaders } }: FastifyRequest): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'authorization');
}

function refuse(reply: FastifyReply, error: DomainError): FastifyReply {
  if (error.kind === 'Unauthenticated') {
    const code = error.details.reason === 'AUTHORIZATION_INVALID' ? 'invalid_request' : 'invalid_token';
    void reply
      .code(401)
      .header('www-authenticate', `Bearer error="${code}", error_description="${error.message.replaceAll('"', "'")}"`);
  } else void reply.code(503).header('retry-after', '1');
  return reply.send({ errors: [toGraphQLError(error).toJSON()] });
}
