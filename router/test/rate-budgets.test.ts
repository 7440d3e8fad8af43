import { afterEach, expect, test, vi } from 'vitest';
import { rateBudgetsInMemory } from '../rate-budgets.ts';

afterEach(() => void vi.useRealTimers());

const used = async (budgets: ReturnType<typeof rateBudgetsInMemory>, client: string, cost = 1) =>
  (await budgets.use(client, cost))?.used;

test('each client has a count of its own, for a minute from its first request on', async () => {
  vi.useFakeTimers();
  const budgets = rateBudgetsInMemory();
  expect(await budgets.use('a', 3)).toEqual({ used: 3, resetMs: 60_000 });
  vi.advanceTimersByTime(59_000);
  expect(await budgets.use('a', 4)).toEqual({ used: 7, resetMs: 1_000 });
  expect(await budgets.use('b', 1)).toEqual({ used: 1, resetMs: 60_000 });
  vi.advanceTimersByTime(1_000);
  expect(await budgets.use('a', 1)).toEqual({ used: 1, resetMs: 60_000 });
});

test('it remembers so many clients and no more: those that it heard of last', async () => {
  const budgets = rateBudgetsInMemory(2);
  await used(budgets, 'a');
  await used(budgets, 'b');
  expect(await used(budgets, 'a')).toBe(2);
  await used(budgets, 'c');
  expect(await used(budgets, 'a')).toBe(3);
  expect(await used(budgets, 'b')).toBe(1);
});
