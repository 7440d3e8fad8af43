import { expect, test } from 'vitest';
import { createRetryBudget, type RetryBudget } from '../../process/retry-budget.ts';

/** How many retries it grants in a row. */
function retriesLeft(budget: RetryBudget): number {
  let count = 0;
  while (budget.mayRetry()) count += 1;
  return count;
}

const call = (budget: RetryBudget, times: number) => {
  for (let index = 0; index < times; index += 1) budget.called();
};

test('a process that has made no call yet may retry ten times', () => {
  expect(retriesLeft(createRetryBudget())).toBe(10);
});

test('when all calls fail, a tenth of them are made again', () => {
  const budget = createRetryBudget();
  retriesLeft(budget);
  let retries = 0;
  for (let index = 0; index < 1_000; index += 1) {
    budget.called();
    if (budget.mayRetry()) retries += 1;
  }
  expect(retries).toBe(100);
});

test('a million good calls save up no more than ten retries', () => {
  const budget = createRetryBudget();
  call(budget, 1_000_000);
  expect(retriesLeft(budget)).toBe(10);
});

test('ten calls pay for one retry, nine for none', () => {
  const budget = createRetryBudget();
  retriesLeft(budget);
  call(budget, 9);
  expect(budget.mayRetry()).toBe(false);
  call(budget, 1);
  expect(budget.mayRetry()).toBe(true);
});
