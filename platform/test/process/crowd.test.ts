import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCrowd } from '../../process/crowd.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Joins, and notes what was decided. */
function join(crowd: ReturnType<typeof createCrowd>) {
  const caller: { getsIn?: boolean; leave: (() => void) | undefined } = { leave: undefined };
  caller.leave = crowd.join((getsIn) => (caller.getsIn = getsIn));
  return caller;
}

test('callers are let in one after the other, in the order in which they came', () => {
  const crowd = createCrowd(3);
  const callers = [join(crowd), join(crowd), join(crowd)];
  crowd.letIn();
  expect(callers.map(({ getsIn }) => getsIn)).toEqual([true, undefined, undefined]);
  callers[1]?.leave?.();
  crowd.letIn();
  expect(callers.map(({ getsIn }) => getsIn)).toEqual([true, undefined, true]);
  expect(crowd.length).toBe(0);
});

test('no more may wait than it has places', () => {
  const crowd = createCrowd(1);
  expect(join(crowd).leave).toBeDefined();
  expect(join(crowd).leave).toBeUndefined();
});

test('nobody waits for longer than a second', () => {
  const crowd = createCrowd(1);
  const caller = join(crowd);
  vi.advanceTimersByTime(999);
  expect(caller.getsIn).toBeUndefined();
  vi.advanceTimersByTime(1);
  expect(caller.getsIn).toBe(false);
  expect(crowd.length).toBe(0);
});

test('where callers have been waiting for five seconds none may wait any more, until none had to for a second', () => {
  const crowd = createCrowd(100);
  const mayWait = () => join(crowd).leave !== undefined;
  for (let elapsed = 0; elapsed <= 5_000; elapsed += 500) {
    expect(mayWait()).toBe(true);
    vi.advanceTimersByTime(500);
  }
  for (let elapsed = 0; elapsed <= 5_000; elapsed += 500) {
    expect(mayWait()).toBe(false);
    vi.advanceTimersByTime(500);
  }
  vi.advanceTimersByTime(1_000);
  expect(mayWait()).toBe(true);
});

test('in a flood a caller waits whose turn comes soon: a few clients who ask on and on are none', () => {
  const crowd = createCrowd(100, () => 50);
  join(crowd);
  // One turn every 20 ms.
  for (let elapsed = 0; elapsed <= 6_000; elapsed += 20) {
    vi.advanceTimersByTime(20);
    join(crowd);
    crowd.letIn();
  }
  // The second one of those who wait has its turn in 40 ms, the third in 60.
  expect(join(crowd).leave).toBeDefined();
  expect(join(crowd).leave).toBeUndefined();
});
