import { BEGINS, COMMITS, ROLLS_BACK } from './transaction-control.ts';

/**
 * Sends a statement through a pooler that gives each transaction another session: what it needs is set in its transaction,
 * and a statement that is in none gets one of its own, in the same round trip.
 *
 * @param text of the statement.
 * @param begin begins a transaction with all settings: see beginWithSettings().
 * @param isInTransaction whether the connection is in one already.
 * @param send sends the statement, or another text instead of it, without waiting for what was sent before.
 * @throws what the first of them failed with.
 */
export async function pooledStatement(
  text: string,
  begin: string,
  isInTransaction: boolean,
  send: (other?: string) => Promise<unknown>,
): Promise<unknown> {
  if (BEGINS.test(text)) return await send(begin);
  if (isInTransaction || COMMITS.test(text) || ROLLS_BACK.test(text)) return await send();
  const outcomes = await Promise.allSettled([send(begin), send(), send('COMMIT')]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return (outcomes[1] as PromiseFulfilledResult<unknown>).value;
}
