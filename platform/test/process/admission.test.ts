import { afterEach, expect, test } from 'vitest';
import { type Admission, createAdmission } from '../../process/admission.ts';

let admission: Admission;
afterEach(() => admission.stop());

test('as much is admitted at once as is allowed, and more as soon as something is over', () => {
  admission = createAdmission({ maxInFlight: 2, maxDelayMs: 10_000 });
  const first = admission.admit();
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeUndefined();
  first?.();
  // It is over once.
  first?.();
  expect(admission.inFlight()).toBe(1);
  expect(admission.admit()).toBeDefined();
  expect(admission.admit()).toBeUndefined();
});

test('nothing is admitted while the event loop is late, and again when it no longer is', async () => {
  admission = createAdmission({ maxInFlight: 1_000, maxDelayMs: 200 });
  const isAdmitted = () => admission.admit() !== undefined;
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

test('less and less is admitted at once while the event loop is late, and more when it no longer is', async () => {
  admission = createAdmission({ maxInFlight: 32, maxDelayMs: 60_000, targetDelayMs: 20 });
  /** How much is admitted at once. */
  const room = () => {
    const releases = Array.from({ length: 33 }, () => admission.admit());
    for (const release of releases) release?.();
    return releases.filter(Boolean).length;
  };
  expect(room()).toBe(32);
  await expect
    .poll(
      async () => {
        blockFor(60);
        await new Promise((resolve) => setImmediate(resolve));
        return room();
      },
      { interval: 0 },
    )
    .toBe(2);
  await expect.poll(room).toBeGreaterThan(4);
});

function blockFor(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
