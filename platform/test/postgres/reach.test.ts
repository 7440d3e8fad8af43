import { unavailable } from '@commerce/platform/errors/domain-error';
import pg from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { createReach, type Reach } from '../../postgres/reach.ts';

let nowMs: number;
let reach: Reach;
beforeEach(() => {
  nowMs = 0;
  reach = createReach('The shop store', () => nowMs);
});

/** Tries to connect for so long. */
async function tryFor(ms: number, error?: Error): Promise<void> {
  const { promise, resolve, reject } = withEnd();
  const learned = reach.learn(promise);
  nowMs += ms;
  if (error) reject(error);
  else resolve();
  await learned.catch(() => {});
}

function withEnd() {
  let end: { resolve: () => void; reject: (error: Error) => void } = { resolve() {}, reject() {} };
  const promise = new Promise<void>((resolve, reject) => {
    end = { resolve, reject };
  });
  return { promise, ...end };
}

const TIMEOUT = new Error('Connection terminated due to connection timeout');
const REFUSED = unavailable('The shop store').message;

test('a server that did not answer is expected by nobody, until it was not tried for five seconds', async () => {
  reach.expect();
  await tryFor(5_000, TIMEOUT);
  expect(() => reach.expect()).toThrow(REFUSED);
  nowMs += 5_000;
  reach.expect();
});

test('while one tries whether it answers again, the others are refused; then all are let in', async () => {
  await tryFor(5_000, TIMEOUT);
  nowMs += 5_000;
  const { promise, resolve } = withEnd();
  const trying = reach.learn(promise);
  expect(() => reach.expect()).toThrow(REFUSED);
  resolve();
  await trying;
  reach.expect();
});

test.each<[what: string, ms: number, error: Error | undefined]>([
  ['answers late', 4_000, undefined],
  ['is not there, which costs no time', 1, new Error('connect ECONNREFUSED')],
  ['refuses late, which is an answer', 4_000, new pg.DatabaseError('too many connections', 1, 'error')],
])('one that %s is expected', async (_what, ms, error) => {
  await tryFor(ms, error);
  expect(() => reach.expect()).not.toThrow();
});

test('one that has answered since a try began is expected, whatever comes of that try', async () => {
  const { promise, reject } = withEnd();
  const lost = reach.learn(promise);
  await tryFor(1_000);
  nowMs += 4_000;
  reject(TIMEOUT);
  await lost.catch(() => {});
  expect(() => reach.expect()).not.toThrow();
});
