import { openByteBudget } from '@commerce/platform/byte-budget';
import { afterEach, expect, test, vi } from 'vitest';
import { type HeldAnswers, holdAnswers } from './held-answers.ts';
import { sharedQueriesWaiting } from '../metrics.ts';

const MIB = 1024 * 1024;
const ANSWER = 'x'.repeat(4 * MIB);

let server: HeldAnswers;
afterEach(() => server.close());

/** Waits until so many are worked on, and so many wait for the answer to another. */
async function until(state: { worked: number; waiting: number }): Promise<void> {
  const waiting = async () => (await sharedQueriesWaiting.get()).values[0]?.value;
  await expect.poll(async () => ({ worked: server.worked, waiting: await waiting() })).toEqual(state);
}

/** How much more the process could hold. */
function free(): number {
  const budgets = [];
  try {
    for (;;) {
      const budget = openByteBudget();
      budgets.push(budget);
      budget.hold(MIB);
    }
  } catch {
    return budgets.length * MIB;
  } finally {
    for (const budget of budgets) budget.release();
  }
}

test('an answer counts once, however many are to read it, until the last one has', async () => {
  let read = () => {};
  const reading = new Promise<void>((resolve) => (read = resolve));
  server = await holdAnswers(async () => {
    await reading;
    return true;
  });
  const before = free();
  const readers = [server.ask(), server.ask(), server.ask()];
  await until({ worked: 1, waiting: 2 });
  expect(free()).toBe(before);
  server.answer(ANSWER);
  expect(await Promise.race(readers)).toBe(ANSWER);
  expect(free()).toBe(before - ANSWER.length);
  read();
  expect(await Promise.all(readers)).toEqual([ANSWER, ANSWER, ANSWER]);
  await expect.poll(free).toBe(before);
});

test('what is worked on ends with the last who waits for it, not with the client that came first', async () => {
  server = await holdAnswers();
  const asking = [server.ask(), server.ask(), server.ask()];
  await until({ worked: 1, waiting: 2 });
  const [first, ...others] = server.calls;
  const cancel = vi.fn<() => void>();
  if (first) server.shared.whenGone(first.context, cancel);
  others[0]?.cancel();
  expect(cancel).not.toHaveBeenCalled();
  others[1]?.cancel();
  expect(cancel).toHaveBeenCalledOnce();
  await until({ worked: 3, waiting: 0 });
  server.answer('');
  await Promise.all(asking);
});

test('nobody waits for what has ended', async () => {
  server = await holdAnswers();
  const first = server.ask();
  await until({ worked: 1, waiting: 0 });
  const cancel = vi.fn<() => void>();
  const [call] = server.calls;
  if (call) server.shared.whenGone(call.context, cancel);
  expect(cancel).toHaveBeenCalledOnce();
  const second = server.ask();
  await until({ worked: 2, waiting: 0 });
  server.answer('');
  await Promise.all([first, second]);
});
