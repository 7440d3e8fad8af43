import { ROUTER_SECRET_HEADER } from '@commerce/platform/auth/router-secret';
import { callContext, DEFAULT_TIMEOUT_MS, outgoingHeaders, TIMEOUT_HEADER } from '@commerce/platform/call-context';
import { deadlineExceeded } from '@commerce/platform/errors/domain-error';
import type { RetryBudget } from '@commerce/platform/process/retry-budget';
import { watchSilentServers } from '@commerce/platform/process/silent-servers';
import { inClientSpan } from '@commerce/platform/traces/span';
import { ATTR_HTTP_RESPONSE_STATUS_CODE } from '@opentelemetry/semantic-conventions';
import { graphPart } from '@commerce/platform/tls/parts';
import { LRUCache } from 'lru-cache';
import { Pool } from 'undici';
import { isNeverSent } from './fetch-error.ts';
import { type RouterIdentity, secureConnect } from './router-identity.ts';
import { createReplicas } from './replicas.ts';
import { requestText, type Watch } from './request-text.ts';
import { subgraphRequestSpan } from './subgraph-request-span.ts';

/** What came back over HTTP, whatever it is. */
export interface HttpAnswer {
  statusCode: number;
  /** The header `Retry-After`, when it is in seconds. */
  retryAfterMs: number | undefined;
  text: string;
}

export interface SubgraphClient {
  /**
   * Posts a body to one replica, within the running request's time and for as long as its client waits. To another goes
   * only what was never sent, and once, out of the budget, what `mayRepeat` and a replica refused because it has too much
   * to do. A replica that died may have died of the request: no other gets it.
   *
   * @param onAgain is told of each try but the first.
   * @throws DomainError DeadlineExceeded, Cancelled or ResourceExhausted; what the connection failed with.
   */
  post(body: string, mayRepeat: boolean, onAgain?: () => void): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/**
 * @param retries of all subgraphs together.
 * @param identity with certificates TLS is spoken, whatever the address says.
 */
export function createSubgraphClient(
  name: string,
  address: string,
  retries: RetryBudget,
  { certificates, secret }: RouterIdentity = {},
): SubgraphClient {
  const url = new URL(address);
  if (certificates) url.protocol = 'https:';
  const [host, path] = [url.host, url.pathname + url.search];
  const replicas = createReplicas(url);
  const silent = watchSilentServers(replicas.unreachable);
  const secure = certificates && secureConnect(certificates, graphPart(name), CONNECT_OPTIONS);
  const pools = createPools(secure?.connect);
  const headersOfAll = { ...HEADERS, ...(secret !== undefined && { [ROUTER_SECRET_HEADER]: secret }), host };

  const postTo = async (origin: string, body: string, signal: AbortSignal): Promise<HttpAnswer> => {
    // A busy process can be late to hear of its deadline.
    const remaining = (callContext.getStore()?.deadline ?? Date.now() + DEFAULT_TIMEOUT_MS) - Date.now();
    if (remaining <= 0) throw deadlineExceeded();
    return await inClientSpan(
      () => subgraphRequestSpan(name, address),
      async (span) => {
        const options = {
          method: 'POST',
          path,
          headers: { ...headersOfAll, ...outgoingHeaders(), [TIMEOUT_HEADER]: String(Math.ceil(remaining)) },
          body,
        } as const;
        const watch: Watch = {
          sent: (request) => silent.sent(origin, request),
          ended: (request, answered) => silent.ended(origin, request, answered),
        };
        const { statusCode, headers, text } = await requestText(pools.of(origin), options, signal, watch);
        span?.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, statusCode);
        return { statusCode, retryAfterMs: retryAfterMs(headers['retry-after']), text };
      },
    );
  };

  /** @returns the answer of the first that can be reached; undefined when none is left to try. */
  const postToNext = async (turn: Iterable<string>, body: string, signal: AbortSignal, onTry: () => void) => {
    let failure: unknown;
    for (const origin of turn) {
      onTry();
      try {
        return await postTo(origin, body, signal);
      } catch (error) {
        if (!isNeverSent(error)) throw error;
        replicas.unreachable(origin);
        failure = error;
      }
    }
    if (failure !== undefined) throw failure;
    return undefined;
  };

  return {
    async post(body, mayRepeat, onAgain) {
      const signal = callContext.getStore()?.signal ?? AbortSignal.timeout(DEFAULT_TIMEOUT_MS);
      retries.called();
      // Each is tried once in all.
      const turn = (await replicas.inTurn(signal)).values();
      let tries = 0;
      const onTry = () => {
        tries += 1;
        if (tries > 1) onAgain?.();
      };
      const answer = await postToNext(turn, body, signal, onTry);
      if (!answer) throw new Error('There is no replica to try.');
      if (!(mayRepeat && isShed(answer) && retries.mayRetry())) return answer;
      return (await postToNext(turn, body, signal, onTry)) ?? answer;
    },
    async close() {
      secure?.end();
      replicas.close();
      silent.close();
      await pools.close();
    },
  };
}

/** Connections to each replica. Those of one that nobody has asked for long are closed when there are too many others. */
function createPools(connect: Pool.Options['connect'] = CONNECT_OPTIONS) {
  const pools = new LRUCache<string, Pool>({ max: MAX_POOLS, dispose: (pool) => void pool.close() });
  return {
    of(origin: string): Pool {
      const known = pools.get(origin);
      if (known) return known;
      const pool = new Pool(origin, { ...POOL_OPTIONS, connect });
      pools.set(origin, pool);
      return pool;
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.close()))),
  };
}

/** More than a subgraph has replicas, those before a roll-out included. */
const MAX_POOLS = 1_000;

const POOL_OPTIONS = {
  connections: 128,
  // Less than a subgraph that is about to end still serves (DRAIN_MS), whatever it says itself: none is used just as
  // it is closed, and one whose other side is lost is not used for long.
  keepAliveTimeout: 1_000,
  keepAliveMaxTimeout: 1_000,
  // The request's deadline is the bound, and its signal says when; a second limit would cut it short in silence.
  headersTimeout: 0,
  bodyTimeout: 0,
};

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

// The second finds a way that was lost without a word, while a subgraph works on its answer.
const CONNECT_OPTIONS = { timeout: 2_000, keepAliveInitialDelay: 1_000 };

/** Refused by a subgraph that lives and has too much to do (https://httpwg.org/specs/rfc9110.html#status.503). */
function isShed({ statusCode, retryAfterMs: ms }: HttpAnswer): boolean {
  return statusCode === 503 && ms !== undefined;
}

/** A date is not read: clocks differ. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}
