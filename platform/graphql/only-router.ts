import { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { ROUTER_ONLY, ROUTER_SECRET_HEADER, routerSecrets, secretCheck } from '../auth/router-secret.ts';
import { errorBody } from '../errors/error-body.ts';
import { errorTable } from '../errors/error-table.ts';
import { log } from '../log.ts';
import { isOfPart, ROUTER } from '../tls/parts.ts';

/**
 * Answers routers alone, by their certificate or a secret that they share: whoever else asks a subgraph for its entities,
 * or for a field that the router would not fetch for them, gets round what the router decides. Others are refused with 403
 * before their request's body is read. With neither everybody is answered, and in production the log says so.
 *
 * @returns whether it does.
 */
export function addOnlyRouter(
  app: FastifyInstance,
  name: string,
  config: { NODE_ENV: string; ROUTER_SECRET?: string | undefined },
  hasCertificates: boolean,
): boolean {
  const secrets = routerSecrets(config.ROUTER_SECRET);
  if (secrets.length === 0 && !hasCertificates) {
    if (config.NODE_ENV === 'production') log.warn({ subgraph: name }, OPEN);
    return false;
  }
  const isSecret = secretCheck(secrets);
  // A connection has one certificate.
  const routers = new WeakMap<TLSSocket, boolean>();
  const isRouter = (socket: unknown): boolean => {
    if (!(socket instanceof TLSSocket) || !socket.authorized) return false;
    const known = routers.get(socket) ?? isOfPart(socket.getPeerCertificate().raw, ROUTER);
    routers.set(socket, known);
    return known;
  };
  app.addHook('onRequest', async ({ headers, raw }, reply) => {
    const secret = headers[ROUTER_SECRET_HEADER];
    if ((typeof secret === 'string' && isSecret(secret)) || isRouter(raw.socket)) return;
    await reply.code(403).send(REFUSED);
  });
  return true;
}

const REFUSED = errorBody('This endpoint answers a router alone.', errorTable.Forbidden.graphql, ROUTER_ONLY);

const OPEN =
  'whoever reaches this subgraph may ask it what a router may: set ROUTER_SECRET, or TLS_CERT, TLS_KEY and TLS_CA, here and at the router';
