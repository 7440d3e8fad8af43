import { setTimeout as wait } from 'node:timers/promises';
import { openSchema } from '../direct-connection.ts';
import { isUnreachable } from '../store-error.ts';

/**
 * Waits until a database is reached, for a while: a network plugin may let out what a new container sends some seconds after it has
 * started, and the next try is made by another container, with the same ahead of it. Whatever else is wrong, and what stays so,
 * is for whoever connects next to say.
 *
 * @param limitMs how long.
 */
export async function untilReached(url: string, limitMs = 10_000): Promise<void> {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      await openSchema(url);
      return;
    } catch (error) {
      if (!isUnreachable(error) || Date.now() + EVERY_MS > until) return;
    }
    await wait(EVERY_MS);
  }
}

const EVERY_MS = 250;
