import { setTimeout as wait } from 'node:timers/promises';
import { log } from '@commerce/platform/log';

/** Fills in what products of the version before lack, while the core serves. */
export interface FillIn {
  /** Goes over the products now, and again from time to time: cores of the version before may still write. */
  start(): void;
  stop(): Promise<void>;
}

/** @param fillSome fills in some products and returns how many it looked at: 0 when nothing is left. */
export function createFillIn(fillSome: () => Promise<number>): FillIn {
  const stopped = new AbortController();
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    const { signal } = stopped;
    while (!signal.aborted) {
      try {
        const isDone = (await fillSome()) === 0;
        // In small batches with pauses: what clients ask for goes first.
        await wait(isDone ? AGAIN_MS : PAUSE_MS, undefined, { signal, ref: false });
      } catch (error) {
        if (signal.aborted) return;
        log.warn({ err: error }, 'Some products of an earlier version could not be filled in yet.');
        await wait(AGAIN_MS, undefined, { signal, ref: false }).catch(() => {});
      }
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

const PAUSE_MS = 50;
const AGAIN_MS = 60_000;
