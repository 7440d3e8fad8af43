import { afterEach, expect, test } from 'vitest';
import { type Admission, createAdmission } from '../../process/admission.ts';

let admission: Admission;
afterEach(() => admission.stop());

/** Asks for one piece of work, and notes what was decided. */
function ask(client?: string) {
  const work: { isAdmitted?: boolean; end: () => void } = { end: () => {} };
  work.end = admission.ask((isAdmitted) => (work.isAdmitted = isAdmitted), client);
  return work;
}

test('as much is admitted at once as is allowed, and more as soon as something is over', () => {
  admission = createAdmission({ maxInFlight: 2, maxDelayMs: 10_000 });
  const first = ask();
  expect(ask().isAdmitted).toBe(true);
  expect(ask().isAdmitted).toBe(false);
  first.end();
  // It is over once.
  first.end();
  expect(admission.inFlight()).toBe(1);
  expect(ask().isAdmitted).toBe(true);
  expect(ask().isAdmitted).toBe(false);
});

test('what is over the limit of the moment waits until there is room, or its caller goes', () => {
  admission = createAdmission({ maxInFlight: 4, limit: () => 1, maxDelayMs: 10_000 });
  const works = [ask(), ask(), ask()] as const;
  expect(works.map(({ isAdmitted }) => isAdmitted)).toEqual([true, undefined, undefined]);
  expect(admission.inFlight()).toBe(1);
  works[1].end();
  works[0].end();
  expect(works.map(({ isAdmitted }) => isAdmitted)).toEqual([true, undefined, true]);
  works[2].end();
  expect(admission.inFlight()).toBe(0);
});

test('what is in progress and what waits is together no more than fits in memory', () => {
  admission = createAdmission({ maxInFlight: 3, limit: () => 1, maxDelayMs: 10_000 });
  const decided = Array.from({ length: 5 }, () => ask().isAdmitted);
  expect(decided).toEqual([true, undefined, undefined, false, false]);
});

test('a client with nothing in progress gets in beside another that has more than its share, up to twice the limit', () => {
  admission = createAdmission({ maxInFlight: 100, limit: () => 2, maxDelayMs: 10_000 });
  expect([ask('a'), ask('a'), ask('a')].map(({ isAdmitted }) => isAdmitted)).toEqual([true, true, undefined]);
  const second = ask('b');
  expect(second.isAdmitted).toBe(true);
  expect(ask('b').isAdmitted).toBeUndefined();
  expect(ask('c').isAdmitted).toBe(true);
  expect(ask('d').isAdmitted).toBeUndefined();
});

test('where no client has more than one in progress, none gets in beyond the limit', () => {
  admission = createAdmission({ maxInFlight: 100, limit: () => 2, maxDelayMs: 10_000 });
  expect(['a', 'b', 'c'].map((client) => ask(client).isAdmitted)).toEqual([true, true, undefined]);
});

test('nothing is admitted while the event loop is late, and again when it no longer is', async () => {
  admission = createAdmission({ maxInFlight: 1_000, maxDelayMs: 200 });
  const isAdmitted = () => ask().isAdmitted === true;
  // One long pause is no overload.
  blockFor(1_500);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isAdmitted()).toBe(true);
  await expect
    .poll(
      async () => {
        blockFor(300);
        // A turn of the loop, so that the delay is seen.
        await new Promise((resolve) => setImmediate(resolve));
        return isAdmitted();
      },
      { interval: 0 },
    )
    .toBe(false);
  await expect.poll(isAdmitted).toBe(true);
});

function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
