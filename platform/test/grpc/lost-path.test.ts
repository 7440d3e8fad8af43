import { afterEach, beforeEach, expect, test } from 'vitest';
import { callContext } from '../../call-context.ts';
import { createClient } from '../../grpc/client.ts';
import { KEEPALIVE_OPTIONS } from '../../grpc/keepalive.ts';
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

test('both sides find it within five seconds', () => {
  const { 'grpc.keepalive_time_ms': time, 'grpc.keepalive_timeout_ms': timeout } = KEEPALIVE_OPTIONS;
  expect(time + timeout).toBeLessThan(5_000);
});

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
