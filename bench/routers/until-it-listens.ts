import { setTimeout as wait } from 'node:timers/promises';
import type { Program } from '@commerce/testkit/program';

/** Waits until a program answers. @throws Error with what it said when it ends first. */
export async function untilItListens(url: string, { process, ended }: Program): Promise<void> {
  while (process.exitCode === null) {
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await wait(100);
  }
  throw new Error((await ended).stderr);
}
