import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type ForgettingKeys, startForgettingKeys } from '../../grpc/forget-keys.ts';
import { keysDeleted } from '../../store-metrics.ts';

const RETENTION_MS = 7 * 86_400_000;
const MINUTE = 60_000;

/** How long ago keys were asked to be forgotten, at most how many, and when, in milliseconds from the start. */
let asked: { olderThanMs: number; atMost: number; at: number }[];
let forgetting: ForgettingKeys;
beforeEach(() => {
  vi.useFakeTimers();
  // Pauses as long as they are on average.
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  asked = [];
  keysDeleted.reset();
});
afterEach(async () => {
  await forgetting.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** @param answer of one batch after the other; nothing is left after them. */
function start(...answers: ((atMost: number) => number | Promise<number>)[]): void {
  const began = Date.now();
  const forgetKeys = async (olderThanMs: number, atMost: number) => {
    asked.push({ olderThanMs, atMost, at: Date.now() - began });
    return (await answers.shift()?.(atMost)) ?? 0;
  };
  forgetting = startForgettingKeys('shop', { forgetKeys }, RETENTION_MS);
}

const times = () => asked.map(({ at }) => at);
const counted = async () => (await keysDeleted.get()).values.map(({ labels, value }) => [labels.store, value]);

test('keys are looked for every minute, and not while the core starts', async () => {
  start();
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(times()).toEqual([MINUTE, 2 * MINUTE, 3 * MINUTE]);
  expect(asked[0]).toMatchObject({ olderThanMs: RETENTION_MS });
});

test('as many as may be deleted at once are followed by more, with pauses between them; all are counted', async () => {
  const all = (atMost: number) => atMost;
  start(all, all, () => 3);
  await vi.advanceTimersByTimeAsync(3 * MINUTE);
  expect(times()).toEqual([MINUTE, MINUTE + 1_000, MINUTE + 2_000, 2 * MINUTE + 2_000]);
  expect(await counted()).toEqual([['shop', 2 * (asked[0]?.atMost ?? 0) + 3]]);
});

test('a batch that fails is tried again a minute later', async () => {
  start(
    () => Promise.reject(new Error('gone')),
    () => 2,
  );
  await vi.advanceTimersByTimeAsync(2 * MINUTE);
  expect(times()).toEqual([MINUTE, 2 * MINUTE]);
  expect(await counted()).toEqual([['shop', 2]]);
});

test('there is one batch at a time, and the end waits for it and begins no other', async () => {
  let endBatch = (_deleted: number) => {};
  start(() => new Promise((resolve) => (endBatch = resolve)));
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(times()).toEqual([MINUTE]);
  const ended = vi.fn<() => void>();
  const stopped = forgetting.stop().then(ended);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(ended).not.toHaveBeenCalled();
  endBatch(1);
  await stopped;
  await vi.advanceTimersByTimeAsync(5 * MINUTE);
  expect(times()).toEqual([MINUTE]);
});

test('two that start together do not go on together', async () => {
  vi.mocked(Math.random).mockRestore();
  const spread = Array.from({ length: 20 }, () => {
    const forgetKeys = vi.fn<() => Promise<number>>(async () => 0);
    return { forgetKeys, forgetting: startForgettingKeys('shop', { forgetKeys }, RETENTION_MS) };
  });
  await vi.advanceTimersByTimeAsync(MINUTE);
  const begun = spread.filter(({ forgetKeys }) => forgetKeys.mock.calls.length > 0).length;
  expect(begun).toBeGreaterThan(0);
  expect(begun).toBeLessThan(20);
  await Promise.all(spread.map((each) => each.forgetting.stop()));
  start();
});
