import { expect, test } from 'vitest';
import { createConcurrencyLimit } from '../../process/concurrency-limit.ts';

/**
 * A machine on which a piece of work takes `workMs` of one CPU. It has a flood of work: as much is in progress at once as
 * the limit allows.
 */
function flood({ cpus, workMs }: { cpus: number; workMs: number }) {
  const machine = { workMs };
  let [now, ended] = [0, 0];
  const limit = createConcurrencyLimit({
    min: 3,
    max: 128,
    cpu: () => (limit.value() >= cpus ? 'short' : 'spare'),
    now: () => now,
  });
  const durationMs = () => machine.workMs * Math.max(1, limit.value() / cpus);
  const runFor = (ms: number) => {
    for (const until = now + ms; now < until; ended += 1) {
      now += durationMs() / limit.value();
      limit.record(durationMs(), limit.value());
    }
  };
  /** What it did in a second, as a share of what it could. */
  const share = () => {
    ended = 0;
    runFor(1_000);
    return (ended * machine.workMs) / (1_000 * cpus);
  };
  return { machine, limit, durationMs, runFor, share };
}

test.each([4, 32])(
  'a flood on %i CPUs is bounded to about as many pieces of work, and each is as quick as alone',
  (cpus) => {
    const { machine, limit, durationMs, runFor, share } = flood({ cpus, workMs: 20 });
    expect(limit.value()).toBe(128);
    runFor(10_000);
    expect(durationMs()).toBeLessThan(1.5 * machine.workMs);
    expect(share()).toBeGreaterThan(0.8);
  },
);

test('work that becomes slower for good is done as much at once as before', () => {
  const { machine, durationMs, runFor, share } = flood({ cpus: 32, workMs: 20 });
  runFor(10_000);
  machine.workMs = 200;
  runFor(60_000);
  expect(durationMs()).toBeLessThan(1.5 * machine.workMs);
  expect(share()).toBeGreaterThan(0.8);
});

test('slow work is no reason to do less at once while there is CPU for more', () => {
  let now = 0;
  const limit = createConcurrencyLimit({ min: 3, max: 128, cpu: () => 'enough', now: () => now });
  for (let durationMs = 1; durationMs < 10_000; durationMs *= 1.1) {
    for (let count = 0; count < 20; count += 1) limit.record(durationMs, 100);
    now += 300;
  }
  expect(limit.value()).toBe(128);
});

test('it is never below the least, nor above the most', () => {
  let now = 0;
  let supply: 'short' | 'spare' = 'short';
  const limit = createConcurrencyLimit({ min: 3, max: 8, cpu: () => supply, now: () => now });
  const record = (durationMs: number) => {
    for (let count = 0; count < 20; count += 1) limit.record(durationMs, 8);
    now += 300;
    return limit.value();
  };
  const whileSlower = Array.from({ length: 50 }, (_, n) => record(1.5 ** n));
  expect(Math.min(...whileSlower)).toBe(3);
  supply = 'spare';
  const whileSpare = Array.from({ length: 50 }, () => record(1));
  expect(whileSpare.at(-1)).toBe(8);
});
