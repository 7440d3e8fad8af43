import type { FastifyInstance, FastifyReply } from 'fastify';
import { resourceExhausted } from '../errors/domain-error.ts';
import { toGraphQLError } from '../errors/graphql-error.ts';
import { createAdmission } from '../process/admission.ts';
import { clientOf } from '../process/client-address.ts';
import { type ConcurrencyLimit, createConcurrencyLimit } from '../process/concurrency-limit.ts';
import { watchCpu } from '../process/cpu-supply.ts';

/**
 * Refuses requests beyond what the process works on at once, or while its event loop is late, with 503 and `Retry-After`
 * (https://httpwg.org/specs/rfc9110.html#field.retry-after). The body of such a request is not read, and nothing is done
 * for it: whoever sent it may send it again, here or to another replica.
 *
 * @param name of the server, in metrics.
 * @param maxInFlight requests at once.
 * @param isFirst whether its callers are clients: then it works on fewer while the CPU is short, so that those it works on
 *   are answered about as soon as if they were alone. The parts behind it do not: what the first took on should not be
 *   refused further down.
 */
export function addAdmission(app: FastifyInstance, name: string, maxInFlight: number, isFirst: boolean): void {
  const limit = isFirst
    ? createConcurrencyLimit({ min: Math.ceil(maxInFlight / 50), max: maxInFlight, cpu: watchCpu() })
    : undefined;
  const admission = createAdmission({
    name,
    maxInFlight,
    maxDelayMs: MAX_DELAY_MS,
    // An eighth of what it takes to be answered is not long to wait for it.
    ...(limit && { limit: limit.value, soonMs: () => limit.usualMs() / 8 }),
  });
  app.addHook('onClose', async () => admission.stop());
  app.addHook('onRequest', (request, reply, done) => {
    const end = admission.ask(
      (isAdmitted) => {
        if (isAdmitted) done();
        else void refuse(reply);
      },
      isFirst ? clientOf(request.ip) : undefined,
    );
    reply.raw.once('close', end);
  });
  if (limit) recordDurations(app, limit, () => admission.inFlight());
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply
    .code(503)
    .header('retry-after', RETRY_AFTER_S)
    .send({ errors: [OVERLOADED] });
}

/** From when a request has come to when its answer is made: how long its client takes to send and to read is no sign of load. */
function recordDurations(app: FastifyInstance, limit: ConcurrencyLimit, inFlight: () => number): void {
  app.decorateRequest('begunAt', 0);
  app.addHook('preHandler', (request, _reply, done) => {
    request.begunAt = performance.now();
    done();
  });
  app.addHook('onSend', ({ begunAt }, reply, payload, done) => {
    // What was refused was quick, and says nothing of work.
    if (begunAt > 0 && reply.statusCode === 200) limit.record(performance.now() - begunAt, inFlight());
    done(null, payload);
  });
}

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

declare module 'fastify' {
  interface FastifyRequest {
    /** When its body was read, in milliseconds of performance.now(); 0 before that. */
    begunAt: number;
  }
}
