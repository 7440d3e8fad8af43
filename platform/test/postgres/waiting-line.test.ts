import { expect, test } from 'vitest';
import { cancelled } from '../../errors/domain-error.ts';
import { createWaitingLine } from '../../postgres/waiting-line.ts';
import { refusalOf } from '@commerce/testkit/refusal';

const FOR_EVER = new AbortController().signal;
const open = (places: number, waiting: number) => createWaitingLine({ places, waiting, name: 'The shop store' });

test('those who wait are let in one for each that leaves, in the order in which they came', async () => {
  const line = open(1, 10);
  const leave = await line.enter(FOR_EVER);
  const came: string[] = [];
  const [first, second] = ['first', 'second'].map(async (name) => {
    const leaveToo = await line.enter(FOR_EVER);
    came.push(name);
    return leaveToo;
  });
  expect(line.length).toBe(2);
  leave();
  // Who leaves twice leaves once.
  leave();
  (await first)?.();
  (await second)?.();
  expect(came).toEqual(['first', 'second']);
  expect(line.length).toBe(0);
});

test('who does not wait any more has left the line, and keeps nobody', async () => {
  const line = open(1, 10);
  const leave = await line.enter(FOR_EVER);
  const controller = new AbortController();
  const gone = refusalOf(line.enter(controller.signal));
  const next = line.enter(FOR_EVER);
  controller.abort(cancelled());
  expect(await gone).toEqual({ kind: 'Cancelled', fields: [] });
  expect(line.length).toBe(1);
  leave();
  (await next)();
  expect(await refusalOf(line.enter(controller.signal))).toEqual({ kind: 'Cancelled', fields: [] });
});

test('more than may wait are refused at once, and may come again', async () => {
  const line = open(1, 2);
  const leave = await line.enter(FOR_EVER);
  const waiting = [line.enter(FOR_EVER), line.enter(FOR_EVER)];
  const refused: unknown = await line.enter(FOR_EVER).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    kind: 'ResourceExhausted',
    message: 'The shop store has more to do than it can; retry later.',
    details: { reason: 'OVERLOADED', retryAfterMs: 1_000 },
  });
  leave();
  for (const place of waiting) (await place)();
  (await line.enter(FOR_EVER))();
});
