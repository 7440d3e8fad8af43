import { log } from '../log.ts';
import { redactUrls } from '../values/redact-urls.ts';
import { watchReadiness } from './readiness-metrics.ts';

/** Asks what a process waits for before it can serve: nothing, when it is ready. */
export type ReadinessCheck = () => Promise<string[]>;

/** Whether a process could serve when it was last checked. Nobody who asks waits for a check. */
export interface Readiness {
  waitsFor(): readonly string[];
  /** Looks until there is nothing to wait for, with longer and longer pauses. @throws what the check throws. */
  untilReady(): Promise<void>;
  /** The same for what the start alone needs: the process is not ready when it is there. @throws what the check throws. */
  until(check: ReadinessCheck): Promise<void>;
  /** Looks once, and again every second. @param onChange is told when the process becomes ready, or no longer is. */
  watch(onChange?: (ready: boolean) => void): Promise<void>;
  /**
   * Says for so many milliseconds that the process is about to end, while it still serves: until then others may not have
   * seen it, and send requests.
   */
  drain(milliseconds: number): Promise<void>;
  isDraining(): boolean;
  /** Looks no more. */
  stop(): void;
}

/** @param name of the process, in the log: one line for each change of what it waits for. */
export function createReadiness(name: string, check: ReadinessCheck): Readiness {
  let waiting: readonly string[] = ['its start'];
  let onChange = (_ready: boolean) => {};
  let draining = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const unwatch = watchReadiness(name, () => waiting);

  const set = (found: readonly string[]) => {
    // Whoever may ask reads them, and a library's error may have the whole URL of a store.
    const now = found.map((reason) => redactUrls(reason).slice(0, MAX_REASON));
    if (now.join() === waiting.join()) return;
    const wasReady = waiting.length === 0;
    waiting = now;
    const ready = waiting.length === 0;
    if (ready) log.info(`The ${name} is ready`);
    else log.warn({ waitsFor: now }, `The ${name} waits for ${now.join(' and ')}`);
    if (ready !== wasReady) onChange(ready);
  };
  const look = async () => {
    const now = await check();
    // A look may be under way while the process begins to end.
    if (!draining && !stopped) set(now);
  };
  const lookAgain = () => {
    // What the check asks may be closed by now, and would fail with nobody to tell.
    if (stopped) return;
    timer = setTimeout(() => void look().then(lookAgain), LOOK_MS).unref();
  };

  return {
    waitsFor: () => waiting,
    async untilReady() {
      for (let attempt = 0; ; attempt += 1) {
        await look();
        if (waiting.length === 0) return;
        await wait(backoff(attempt));
      }
    },
    async until(needed) {
      for (let attempt = 0; ; attempt += 1) {
        const now = await needed();
        if (now.length === 0) return;
        if (!draining && !stopped) set(now);
        await wait(backoff(attempt));
      }
    },
    async watch(listener = () => {}) {
      onChange = listener;
      await look();
      lookAgain();
    },
    async drain(milliseconds) {
      draining = true;
      const wasReady = waiting.length === 0;
      waiting = ['the end of this process'];
      if (wasReady) onChange(false);
      await wait(milliseconds);
    },
    isDraining: () => draining,
    stop() {
      stopped = true;
      unwatch();
      clearTimeout(timer);
    },
  };
}

// Not that of node:timers/promises: the fake timers of the tests do not reach it.
function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const LOOK_MS = 1_000;

/** In characters: a store may answer with a page. */
const MAX_REASON = 500;

/**
 * From a tenth of a second up to five, with jitter: the replicas that lost a store together shall not come back together.
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
function backoff(attempt: number): number {
  return Math.min(100 * 2 ** attempt, 5_000) * (0.5 + Math.random() / 2);
}
