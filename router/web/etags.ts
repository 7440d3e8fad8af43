import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives answers that may be kept an `ETag`, before they are compressed: it is weak, so that it holds for each coding of the same
 * answer (https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3).
 */
export function addETags(app: FastifyInstance): void {
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (mayBeKept(reply) && typeof payload === 'string' && !reply.hasHeader('etag')) {
      void reply.header('etag', `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, LENGTH)}"`);
    }
    done(null, payload);
  });
}

/** In characters of six bits each: enough that no two answers at one URL have the same. */
const LENGTH = 22;

/**
 * Answers 304 to whoever has the answer already (https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2). It stands behind whatever
 * gives one answer to several.
 */
export function addNotModified(app: FastifyInstance): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    if (!isKnown(request, reply)) return done(null, payload);
    for (const name of ['content-type', 'content-encoding', 'content-length']) void reply.removeHeader(name);
    void reply.code(304);
    done(null, null);
  });
}

function isKnown({ headers }: FastifyRequest, reply: FastifyReply): boolean {
  const known = headers['if-none-match'];
  if (known === undefined || !mayBeKept(reply)) return false;
  const etag = String(reply.getHeader('etag'));
  return known.trim() === '*' || known.split(',').some((each) => opaque(each) === opaque(etag));
}

function mayBeKept(reply: FastifyReply): boolean {
  return reply.statusCode === 200 && String(reply.getHeader('cache-control') ?? '').startsWith('max-age=');
}

/** Whether it is weak makes no difference here. */
function opaque(etag: string): string {
  return etag.trim().replace(/^W\//, '');
}
