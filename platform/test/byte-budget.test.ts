import { expect, test } from 'vitest';
import { MAX_PROCESS_BYTES, MAX_REQUEST_BYTES, openByteBudget } from '../byte-budget.ts';

test('a request may hold so much, and is refused more for good', () => {
  const budget = openByteBudget();
  budget.hold(MAX_REQUEST_BYTES);
  expect(() => budget.hold(1)).toThrow(
    expect.objectContaining({ kind: 'ResourceExhausted', details: { reason: 'RESPONSE_TOO_LARGE', retryable: false } }),
  );
  budget.release();
});

test('all requests together may hold so much; more is refused until one of them is over', () => {
  const budgets = Array.from({ length: Math.floor(MAX_PROCESS_BYTES / MAX_REQUEST_BYTES) }, () => openByteBudget());
  for (const budget of budgets) budget.hold(MAX_REQUEST_BYTES);
  const next = openByteBudget();
  expect(() => next.hold(MAX_REQUEST_BYTES)).toThrow(
    expect.objectContaining({ kind: 'ResourceExhausted', details: { reason: 'OVERLOADED', retryAfterMs: 1_000 } }),
  );
  next.release();
  budgets.pop()?.release();
  const last = openByteBudget();
  last.hold(MAX_REQUEST_BYTES);
  for (const budget of [...budgets, last]) budget.release();
});

test('what comes for a request that is over counts for nobody, and is refused when it is much', () => {
  const budget = openByteBudget();
  budget.release();
  budget.hold(100_000);
  expect(() => budget.hold(MAX_REQUEST_BYTES)).toThrow(expect.objectContaining({ kind: 'Cancelled' }));
  budget.release();
  const next = openByteBudget();
  expect(() => next.hold(MAX_REQUEST_BYTES)).not.toThrow();
  next.release();
});
