import { log } from '../log.ts';
import { keysDeleted } from '../store-metrics.ts';
import type { CoreStore } from './core-store.ts';

/** Work that goes on until it is stopped. */
export interface ForgettingKeys {
  /** Returns when a batch that is under way has ended. */
  stop(): Promise<void>;
}

/**
 * Deletes a store's idempotency keys when they are older than they are kept, a few at a time, until it is stopped. All
 * replicas of a core do: whatever each finds is deleted once.
 *
 * @param name of the store's domain, in metrics and logs.
 * @param retentionMs for how many milliseconds keys are kept.
 */
export function startForgettingKeys(
  name: string,
  { forgetKeys }: Pick<CoreStore, 'forgetKeys'>,
  retentionMs: number,
): ForgettingKeys {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  let working = Promise.resolve();

  const forget = async () => {
    try {
      const deleted = await forgetKeys(retentionMs, AT_ONCE);
      keysDeleted.inc({ store: name }, deleted);
      // As many as it may: there are more.
      return deleted >= AT_ONCE ? MORE_MS : REST_MS;
    } catch (err) {
      // They are as good a minute later; whether the store answers, its readiness says.
      log.warn({ err, store: name }, 'old idempotency keys could not be deleted');
      return REST_MS;
    }
  };
  const plan = (inMs: number) => {
    if (isStopped) return;
    const begin = () => {
      working = forget().then(plan);
    };
    timer = setTimeout(begin, inMs * (0.5 + Math.random())).unref();
  };
  // Not at once: a store that many cores have lost shall not get this beside their requests when it is back.
  plan(REST_MS);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await working;
    },
  };
}

/** So few that no request notices. */
const AT_ONCE = 500;

/** The pauses, in milliseconds and on average: replicas that started together shall not go on together. */
const MORE_MS = 1_000;
const REST_MS = 60_000;
