import { expect, test } from 'vitest';
import { createRetryBudget } from '../../process/retry-budget.ts';

/** How many retries are paid for, one after the other. */
function spendAll({ spend }: ReturnType<typeof createRetryBudget>): number {
  let count = 0;
  while (spend()) count += 1;
  return count;
}

test('a tenth of the calls may be sent again', () => {
  const budget = createRetryBudget();
  spendAll(budget);
  for (let call = 0; call < 50; call += 1) budget.earn();
  expect(spendAll(budget)).toBe(5);
});

test('ten at once, however many calls were made before', () => {
  const budget = createRetryBudget();
  for (let call = 0; call < 10_000; call += 1) budget.earn();
  expect(spendAll(budget)).toBe(10);
});
