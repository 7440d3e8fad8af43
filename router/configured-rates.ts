import { rateBudgetsInMemory } from './rate-budgets.ts';
import { type RateLimit, rateLimit } from './rate-limit.ts';
import type { RouterConfig } from './variables.ts';

/** The rate limit that is configured, if there is one: of this router alone, or of all that share a Redis. */
export async function configuredRates(config: RouterConfig): Promise<RateLimit | undefined> {
  const { RATE_LIMIT_PER_MINUTE: perMinute, RATE_LIMIT_REDIS_URL: url } = config;
  if (perMinute === undefined) return undefined;
  if (url === undefined) return rateLimit(perMinute, rateBudgetsInMemory());
  // Few routers have one, and its client takes memory.
  const { rateBudgetsInRedis } = await import('./rate-budgets-in-redis.ts');
  return rateLimit(perMinute, rateBudgetsInRedis(url));
}
