import { afterEach, beforeEach, expect, test } from 'vitest';
import { callContext } from '../../call-context.ts';
import { createClient } from '../../grpc/client.ts';
import { clientKeepalive, SERVER_KEEPALIVE } from '../../grpc/keepalive.ts';
import { refusalOf } from '@commerce/testkit/refusal';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { type Path, startPath } from '@commerce/testkit/path';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

/** Far more than it takes to find a lost path, and less than a call without a limit would wait. */
const LONG_MS = 25_000;

/** The signal of each call that reached the server. */
let arrived: (AbortSignal | undefined)[];
let answer: () => Promise<object>;
let accounts: Accounts;
let path: Path;
let client: Accounts['client'];
beforeEach(async () => {
  arrived = [];
  answer = async () => ({});
  const createAccount = () => {
    arrived.push(callContext.getStore()?.signal);
    return answer();
  };
  accounts = await startAccounts({ createAccount });
  path = await startPath(accounts.address);
  client = createClient(accountService, path.address);
});
afterEach(async () => {
  client.close();
  accounts.client.close();
  await accounts.stopServer(0);
  await path.stop();
});

const call = () => withTimeLeft(LONG_MS, () => client.createAccount({}));

test('a connection that is lost in silence is given up long before a call on it is, and the next call has a new one', async () => {
  await call();
  path.lose('present');
  expect(await refusalOf(call())).toMatchObject({ kind: 'Unavailable' });
  expect(await call()).toEqual({ account: null });
  expect(arrived).toHaveLength(2);
});

test('a client finds it within five seconds, and a server frees what is held for one within twelve', () => {
  const sum = (settings: object) => Object.values(settings).reduce((total: number, ms: number) => total + ms, 0);
  expect(sum(clientKeepalive(path.address))).toBeLessThan(5_000);
  expect(sum(SERVER_KEEPALIVE)).toBeLessThan(12_000);
});

test('a process that was paused does not take its own server for lost', async () => {
  let isAnswered = () => {};
  answer = async () => await new Promise((resolve) => (isAnswered = () => resolve({})));
  const called = withTimeLeft(LONG_MS, () => accounts.client.createAccount({}));
  await expect.poll(() => arrived).toHaveLength(1);
  // In the first of them the next ping is due, which is sent before the second; then its answer is, before that is read.
  for (let pause = 0; pause < 2; pause += 1)
    await new Promise((resolve) => setTimeout(() => resolve(pauseThread()), 0));
  isAnswered();
  expect(await called).toEqual({ account: null });
});

function pauseThread(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3_600);
}

test('a server ends the calls of a client whose path is lost', async () => {
  answer = () => new Promise(() => {});
  const lost = refusalOf(call());
  await expect.poll(() => arrived).toHaveLength(1);
  path.lose('present');
  await expect.poll(() => arrived[0]?.reason).toMatchObject({ kind: 'Cancelled' });
  expect(await lost).toMatchObject({ kind: 'Unavailable' });
});

test('a call that finds no connection fails long before its deadline, and the next has one when the path is back', async () => {
  path.lose('all');
  const error = await call().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'Unavailable', details: { retryAfterMs: 1_000 } });
  path.restore();
  await expect
    .poll(() =>
      call().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});
