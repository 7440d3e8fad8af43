import { setTimeout as wait } from 'node:timers/promises';
import { DEFAULT_TIMEOUT_MS, remainingMs } from '@commerce/platform/call-context';
import { refusalOf } from './client.ts';
import { BLOCKED } from './refusals.ts';

/**
 * Lets a write wait for the end of a reindex.
 *
 * @param isGone whether the index that the write was for is not there any more.
 * @throws what stopped the write, when that is nothing to wait for.
 */
export type ExchangeWait = (refusal: unknown, isGone: boolean) => Promise<void>;

/**
 * For one request: while a reindex exchanges the indices, its writes wait, longer each time. They wait as long as the
 * request has, for a reindex may be killed just then; but they end soon enough before to say why.
 */
export function exchangeWait(): ExchangeWait {
  const until = Date.now() + (remainingMs() ?? DEFAULT_TIMEOUT_MS) - TELLING_MS;
  let pauseMs = 50;
  return async (refusal, isGone) => {
    if (!(isGone || isExchange(refusal)) || Date.now() + pauseMs > until) throw refusal;
    await wait(pauseMs);
    pauseMs = Math.min(2 * pauseMs, 1_000);
  };
}

const TELLING_MS = 500;

/**
 * Is it the block that a reindex sets, and that one alone? It is called 8, "index write", where those of an operator, of a
 * cluster without a master or of a full disk have other numbers: they would be waited for in vain.
 */
function isExchange(refusal: unknown): boolean {
  const { type, reason = '' } = refusalOf(refusal) ?? {};
  const blocks = [...reason.matchAll(/\[[A-Z_]+\/\d+\//g)];
  return type === BLOCKED && blocks.length > 0 && blocks.every(([block]) => block === '[FORBIDDEN/8/');
}
