import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { log } from '../../log.ts';
import { createReadiness, type Readiness } from '../../process/readiness.ts';

let waiting: string[];
let looks: number;
let readiness: Readiness;
const lines: string[] = [];
beforeEach(() => {
  vi.useFakeTimers();
  waiting = ['the store'];
  looks = 0;
  lines.length = 0;
  const write = (...args: unknown[]) => void lines.push(String(args.at(-1)));
  vi.spyOn(log, 'info').mockImplementation(write);
  vi.spyOn(log, 'warn').mockImplementation(write);
  readiness = createReadiness('account core', async () => {
    looks += 1;
    return waiting;
  });
});
afterEach(() => {
  readiness.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('a process that waits looks again and again, less and less often, and says once what it waits for', async () => {
  const ready = readiness.untilReady();
  await vi.advanceTimersByTimeAsync(60_000);
  // Pauses of 0.05 to 0.1 s at first, of 2.5 to 5 s at last.
  expect(looks).toBeGreaterThan(13);
  expect(looks).toBeLessThan(30);
  expect(readiness.waitsFor()).toEqual(['the store']);
  waiting = [];
  await vi.advanceTimersByTimeAsync(5_000);
  await ready;
  expect(readiness.waitsFor()).toEqual([]);
  expect(lines).toEqual(['The account core waits for the store', 'The account core is ready']);
});

test('a ready process sees within a second what it has lost, and what came back', async () => {
  waiting = [];
  const changes: boolean[] = [];
  await readiness.watch((ready) => changes.push(ready));
  for (const now of [['the store'], ['the store'], []]) {
    waiting = now;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(readiness.waitsFor()).toEqual(now);
  }
  expect(changes).toEqual([true, false, true]);
  expect(lines).toHaveLength(3);
});

test('a process that is about to end is not ready, whatever it sees', async () => {
  waiting = [];
  await readiness.watch();
  const drained = readiness.drain(3_000);
  await vi.advanceTimersByTimeAsync(2_999);
  expect(readiness.waitsFor()).toEqual(['the end of this process']);
  expect(readiness.isDraining()).toBe(true);
  await vi.advanceTimersByTimeAsync(1);
  await drained;
});

test('a process that has stopped looks no more, even when a look was under way', async () => {
  const answers: ((waiting: string[]) => void)[] = [];
  const slow = createReadiness('account core', () => new Promise((answer) => answers.push(answer)));
  const watching = slow.watch();
  answers[0]?.([]);
  await watching;
  lines.length = 0;
  await vi.advanceTimersByTimeAsync(1_000);
  slow.stop();
  answers[1]?.(['the store']);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toHaveLength(2);
  expect(lines).toEqual([]);
});

test('what cannot be waited for ends the waiting', async () => {
  const broken = createReadiness('account core', async () => {
    throw new Error('run `npm run reindex`');
  });
  await expect(broken.untilReady()).rejects.toThrow('run `npm run reindex`');
});
