import { cpus } from 'node:os';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { watchCpu } from '../../process/cpu-supply.ts';

test('it is short while others take all of the machine', async () => {
  const supply = watchCpu();
  const others = cpus().map(() => new Worker('for (;;);', { eval: true }));
  try {
    await expect.poll(supply, { interval: 300 }).toBe('short');
  } finally {
    await Promise.all(others.map((other) => other.terminate()));
  }
});

test('it is short while the process has more to do than one CPU can', async () => {
  const supply = watchCpu();
  const isOver = performance.now() + 300;
  while (performance.now() < isOver) await new Promise((resolve) => setImmediate(resolve));
  expect(supply()).toBe('short');
});
