import { log } from '@commerce/platform/log';
import { Redis } from 'ioredis';
import { type RateBudgets, WINDOW_MS } from './rate-budgets.ts';

/**
 * Counts in Redis or Valkey, so that all replicas share one count. While it cannot be reached nobody is counted, and
 * requests pass: a lost counter is no reason to serve nobody.
 *
 * @param url `redis://` or `rediss://`, with user and password where the server asks for them.
 */
export function rateBudgetsInRedis(url: string): RateBudgets {
  const redis = new Redis(url, {
    connectTimeout: CONNECT_LIMIT_MS,
    commandTimeout: COMMAND_LIMIT_MS,
    // Of a machine that is lost without a word nothing comes any more, for a quarter of an hour: each request would wait for its count.
    socketTimeout: SILENT_MS,
    // A request does not wait for a connection.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(attempt * 200, MAX_RETRY_MS),
  });
  let isLost = false;
  const lost = (error: unknown) => {
    // The address may hold a password, and the client's errors the address.
    if (!isLost) log.warn({ code: codeOf(error) }, 'The rate limit is off: its Redis cannot be reached');
    isLost = true;
  };
  const found = () => {
    if (isLost) log.info('The rate limit is on again');
    isLost = false;
  };
  // Without a listener an error ends the process.
  redis.on('error', lost);
  return {
    async use(client, cost) {
      const key = `commerce:rate-limit:${client}`;
      try {
        const results = await redis.multi().set(key, 0, 'PX', WINDOW_MS, 'NX').incrby(key, cost).pttl(key).exec();
        const [, [error, used] = [], [, resetMs] = []] = results ?? [];
        if (error) throw error;
        found();
        return { used: Number(used), resetMs: Number(resetMs) };
      } catch (error) {
        lost(error);
        return undefined;
      }
    },
    close: () => redis.disconnect(),
  };
}

const CONNECT_LIMIT_MS = 2_000;
const COMMAND_LIMIT_MS = 250;
/** So long nothing may come while an answer is owed; then a new connection is made. */
const SILENT_MS = 1_000;
const MAX_RETRY_MS = 5_000;

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
