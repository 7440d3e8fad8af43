import type { FastifyInstance } from 'fastify';
import { resourceExhausted } from '../errors/domain-error.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';
import { createAdmission } from '../process/admission.ts';

/**
 * Refuses requests beyond what the process works on at once, or while its event loop is late, with 503 and `Retry-After`
 * (https://httpwg.org/specs/rfc9110.html#field.retry-after). The body of such a request is not read, and nothing is done
 * for it: whoever sent it may send it again, here or to another replica.
 *
 * @param maxInFlight requests at once.
 * @param isFirst whether its callers are clients: then it works on fewer while its event loop is late.
 */
export function addAdmission(app: FastifyInstance, maxInFlight: number, isFirst: boolean): void {
  const admission = createAdmission({
    maxInFlight,
    maxDelayMs: MAX_DELAY_MS,
    ...(isFirst && { targetDelayMs: TARGET_DELAY_MS }),
  });
  app.addHook('onClose', async () => admission.stop());
  app.addHook('onRequest', (_request, reply, done) => {
    const release = admission.admit();
    if (release) {
      reply.raw.once('close', release);
      done();
      return;
    }
    void reply
      .code(503)
      .header('retry-after', RETRY_AFTER_S)
      .send({ errors: [OVERLOADED] });
  });
}

/** A request has about ten turns, one after the other: late by this, it takes a fifth of a second longer. */
const TARGET_DELAY_MS = 20;

/** A client waits for one request on several turns of the loop, in several processes. */
const MAX_DELAY_MS = 500;

const RETRY_AFTER_S = 1;

const OVERLOADED = toGraphQLError(
  resourceExhausted('The server has more to do than it can; retry later.', {
    reason: 'OVERLOADED',
    retryable: true,
    retryAfterMs: RETRY_AFTER_S * 1_000,
  }),
).toJSON();
