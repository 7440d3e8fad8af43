import { errorBody } from '@commerce/platform/errors/error-body';
import { BODY_NOT_INFLATED } from '@commerce/platform/errors/library-texts';
import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import type { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { CONTENT_CODINGS } from './content-codings.ts';

/**
 * Reads the bodies of requests that were sent compressed. The bound on a body's bytes is one on what it is inflated to, too, and is
 * met while it is inflated: a kilobyte can stand for a gigabyte.
 */
export function addCompressedRequests(app: FastifyInstance): void {
  app.addHook('preParsing', (request, reply, payload, done) => {
    const said = request.headers['content-encoding'];
    if (said === undefined || request.routeOptions.url !== GRAPHQL_PATH) return done(null, payload);
    const coding = CONTENT_CODINGS.get(said.trim().toLowerCase());
    if (!coding) {
      // https://www.rfc-editor.org/rfc/rfc9110#section-15.5.16
      const body = errorBody(
        `The header Content-Encoding must be one of ${NAMES}.`,
        undefined,
        'CONTENT_ENCODING_NOT_SUPPORTED',
      );
      return void reply.code(415).header('accept-encoding', NAMES).send(body);
    }
    const inflated: Transform & { receivedEncodedLength?: number } = coding.inflater();
    inflated.receivedEncodedLength = 0;
    payload.on('data', ({ length }: Buffer) => {
      inflated.receivedEncodedLength = (inflated.receivedEncodedLength ?? 0) + length;
    });
    payload.once('error', (error) => inflated.destroy(error));
    // Its code is zlib's, another one for each coding. It stands before the listener of whoever reads.
    inflated.on('error', (error) => Object.assign(error, { code: BODY_NOT_INFLATED }));
    // Who reads no further does not stop it.
    reply.raw.once('close', () => inflated.destroy());
    done(null, payload.pipe(inflated));
  });
}

const NAMES = [...CONTENT_CODINGS.keys()].join(', ');
