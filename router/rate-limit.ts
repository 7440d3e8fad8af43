import { type DomainError, resourceExhausted } from '@commerce/platform/errors/domain-error';
import { toGraphQLError } from '@commerce/platform/errors/graphql-error';
import type { Http } from '@commerce/platform/graphql/graphql-routes';
import { clientOf } from '@commerce/platform/process/client-address';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { Counter } from 'prom-client';
import type { RateBudgets, Usage } from './rate-budgets.ts';

export interface RateLimit {
  /** Counts each request as one, before its body is read. */
  addTo(app: FastifyInstance): void;
  /** Counts what a request's operation asks for beyond that. @throws GraphQLError when its client has less left. */
  charge(http: Http, fields: number): Promise<void>;
  /** The same for a request that gets the answer to another's operation; it is answered when its client has less left. */
  admits(request: FastifyRequest, reply: FastifyReply, fields: number): Promise<boolean>;
  close(): void;
}

/**
 * Bounds what a client may ask for in a minute. A request counts as one, and one more for each further thousand of fields
 * that its answer may have. Every response says what is left
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-ratelimit-headers-07).
 *
 * @param perMinute what a client may use.
 */
export function rateLimit(perMinute: number, budgets: RateBudgets): RateLimit {
  /** @returns what is wrong when the client has used more than it may. */
  const use = async (ip: string, cost: number, setHeader: (name: string, value: string) => void) => {
    const usage = await budgets.use(clientOf(ip), cost);
    if (!usage) return undefined;
    for (const [name, value] of headersOf(perMinute, usage)) setHeader(name, value);
    return usage.used > perMinute ? limited(usage) : undefined;
  };
  /** The same of an operation that may have so many fields, beyond the one that its request counts as. */
  const useFields = async (ip: string, fields: number, setHeader: (name: string, value: string) => void) => {
    const cost = Math.ceil(fields / FIELDS_PER_UNIT);
    if (cost <= 1) return undefined;
    return cost > perMinute ? tooDear(cost, perMinute) : await use(ip, cost - 1, setHeader);
  };
  const refuse = async (reply: FastifyReply, error: DomainError) => {
    refused.inc();
    await reply.code(TOO_MANY_REQUESTS).send({ errors: [toGraphQLError(error).toJSON()] });
  };
  return {
    addTo(app) {
      app.addHook('onRequest', async (request, reply) => {
        const error = await use(request.ip, 1, (name, value) => void reply.header(name, value));
        if (error) await refuse(reply, error);
      });
    },
    async admits({ ip }, reply, fields) {
      const error = await useFields(ip, fields, (name, value) => void reply.header(name, value));
      if (error) await refuse(reply, error);
      return !error;
    },
    async charge({ request, reply }, fields) {
      const error = await useFields(request.ip, fields, (name, value) => void reply.header(name, value));
      if (!error) return;
      refused.inc();
      const { message, extensions } = toGraphQLError(error);
      throw new GraphQLError(message, { extensions: { ...extensions, http: { status: TOO_MANY_REQUESTS } } });
    },
    close: () => budgets.close(),
  };
}

const FIELDS_PER_UNIT = 1_000;

/** https://www.rfc-editor.org/rfc/rfc6585#section-4 */
const TOO_MANY_REQUESTS = 429;

function headersOf(perMinute: number, { used, resetMs }: Usage): [string, string][] {
  const seconds = String(Math.ceil(resetMs / 1_000));
  return [
    ['ratelimit-limit', String(perMinute)],
    ['ratelimit-remaining', String(Math.max(0, perMinute - used))],
    ['ratelimit-reset', seconds],
    ...(used > perMinute ? [['retry-after', seconds] as [string, string]] : []),
  ];
}

function limited({ resetMs }: Usage): DomainError {
  const message = 'You have asked for as much as one client may in a minute; retry later.';
  return resourceExhausted(message, { reason: 'RATE_LIMITED', retryable: true, retryAfterMs: resetMs });
}

function tooDear(cost: number, perMinute: number): DomainError {
  return resourceExhausted(
    `The operation counts as ${cost}, and a client may use ${perMinute} in a minute: ask for shorter or fewer lists.`,
    { reason: 'RATE_LIMITED', retryable: false },
  );
}

const refused = new Counter({
  name: 'rate_limit_refused_total',
  help: 'Requests that were refused because their client had used what it may in a minute.',
});
