import { afterEach, expect, test } from 'vitest';
import { DomainError, unavailable } from '../../errors/domain-error.ts';
import { createClient } from '../../grpc/client.ts';
import { refusalOf } from '@commerce/testkit/refusal';
import { startPath } from '@commerce/testkit/path';
import { accountService, startAccounts } from './start-accounts.ts';

const account = { id: '1', name: 'Ada', createTime: null, version: 3 };

const stops: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** Starts a server that fails its first calls, and counts those that reach it. */
async function startFailing(times: number, error: Error = unavailable('The store')) {
  let calls = 0;
  const answer = async () => {
    calls += 1;
    if (calls <= times) throw error;
    return { account };
  };
  const { client, stop } = await startAccounts({ getAccount: answer, createAccount: answer });
  stops.push(stop);
  return { client, calls: () => calls };
}

/** Ten calls pay for one retry, whatever the tests before have spent: all clients of a process share what it has. */
async function payForRetry(): Promise<void> {
  const { client } = await startFailing(0);
  for (let call = 0; call < 10; call += 1) await client.createAccount({});
}

test('a read that ends the server which it reaches, ends no other', async () => {
  let calls = 0;
  const replicas = await Promise.all(
    [1, 2, 3].map(async () => {
      const getAccount = () => {
        calls += 1;
        path.cut();
        return new Promise<never>(() => {});
      };
      const { address, client, stopServer } = await startAccounts({ getAccount });
      const path = await startPath(address);
      stops.push(() => stopServer(0), path.stop, client.close);
      return path.address;
    }),
  );
  const client = createClient(accountService, `ipv4:${replicas.join(',')}`);
  stops.push(client.close);
  expect(await refusalOf(client.getAccount({}))).toEqual({ kind: 'Unavailable', fields: [] });
  expect(calls).toBe(1);
});

test('a server that says it cannot answer a read is asked once more', async () => {
  await payForRetry();
  const { client, calls } = await startFailing(1);
  expect(await client.getAccount({})).toEqual({ account });
  expect(calls()).toBe(2);
});

test('it is asked twice, not more', async () => {
  await payForRetry();
  const { client, calls } = await startFailing(2);
  expect(await refusalOf(client.getAccount({}))).toMatchObject({ kind: 'Unavailable' });
  expect(calls()).toBe(2);
});

test('it is not asked again for a write, which may have happened', async () => {
  const { client, calls } = await startFailing(1);
  expect(await refusalOf(client.createAccount({}))).toMatchObject({ kind: 'Unavailable' });
  expect(calls()).toBe(1);
});

test.each(['ResourceExhausted', 'DeadlineExceeded', 'Internal', 'Conflict', 'NotFound'] as const)(
  'it is not asked again after %s',
  async (kind) => {
    const { client, calls } = await startFailing(1, new DomainError(kind, 'No.'));
    expect(await refusalOf(client.getAccount({}))).toMatchObject({ kind });
    expect(calls()).toBe(1);
  },
);

test('a server that fails all reads gets a tenth more of them, and not twice as many', async () => {
  const { client, calls } = await startFailing(Infinity);
  // What the process has saved up.
  while (calls() < 200) await refusalOf(client.getAccount({}));
  const before = calls();
  for (let read = 0; read < 100; read += 1) await refusalOf(client.getAccount({}));
  expect(calls() - before).toBe(110);
});
