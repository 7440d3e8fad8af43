import type { ManagedProcess } from '../deployment/managed-process.ts';

/** Kills parts at random with SIGKILL, one after the other, and starts each again. @returns how often each was killed. */
export async function killParts(
  parts: readonly ManagedProcess[],
  count: number,
  random: () => number,
  onKill: (done: number) => void = () => {},
): Promise<Record<string, number>> {
  const kills: Record<string, number> = {};
  for (let done = 0; done < count; done += 1) {
    const part = parts[Math.floor(random() * parts.length)];
    if (!part) throw new Error('There is no part to kill.');
    await part.end('SIGKILL');
    kills[part.name] = (kills[part.name] ?? 0) + 1;
    await part.startReady();
    onKill(done + 1);
  }
  return kills;
}

/** The same numbers for the same seed (https://en.wikipedia.org/wiki/Linear_congruential_generator), so that a run can be repeated. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
