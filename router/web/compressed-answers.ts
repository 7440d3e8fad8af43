import { GRAPHQL_PATH } from '@commerce/platform/graphql/graphql-routes';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { acceptedCoding, CONTENT_CODINGS } from './content-codings.ts';

/**
 * Compresses the answers of GraphQL for clients that ask for it. It stands before whatever gives one answer to several: that is
 * compressed once. See docs/decisions/compressed-answers.md.
 */
export function addCompressedAnswers(app: FastifyInstance): void {
  app.addHook<string | Buffer | null>('onSend', (request, reply, payload, done) => {
    if (request.routeOptions.url !== GRAPHQL_PATH || !payload || payload.length < MIN_BYTES) return done(null, payload);
    addVary(reply, 'Accept-Encoding');
    // Another's answer comes as it was sent.
    if (reply.hasHeader('content-encoding')) return done(null, payload);
    const name = acceptedCoding(request.headers['accept-encoding']);
    const coding = name === undefined ? undefined : CONTENT_CODINGS.get(name);
    if (name === undefined || !coding) return done(null, payload);
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload;
    const send = (shorter: Buffer) => {
      void reply.header('content-encoding', name).removeHeader('content-length');
      done(null, shorter);
    };
    if (bytes.length < OTHER_THREAD_BYTES) return send(coding.compressNow(bytes));
    const fail = (error: unknown) => done(error as Error);
    coding.compress(bytes).then(send, fail);
  });
}

/** In bytes: less goes in one packet of the network as it is. */
const MIN_BYTES = 1_024;

/**
 * In bytes: some 200 µs. What another thread does takes longer, and more CPU; but all other requests wait for what is done on
 * this one.
 */
const OTHER_THREAD_BYTES = 65_536;

/** Says by which header of requests answers differ, beside those that are named already. */
function addVary(reply: FastifyReply, name: string): void {
  const before = reply.getHeader('vary');
  const names = before === undefined ? [] : String(before).split(', ');
  if (!names.includes(name)) void reply.header('vary', [...names, name].join(', '));
}
