import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../grpc/client.ts';
import { freePort } from '@commerce/testkit/free-port';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

// Writes: they are not retried, so each must reach a replica at its first try.

let replicas: Accounts[];
let calls: number[];
let client: Accounts['client'];
beforeEach(async () => {
  calls = [0, 0, 0];
  // Of ports that nobody else is given while a replica is away.
  replicas = await Promise.all(calls.map(async (_, number) => await startReplica(number, await freePort())));
  const addresses = replicas.map(({ address }) => address).join(',');
  client = createClient(accountService, `ipv4:${addresses}`);
  // All are connected once each has answered.
  while (calls.includes(0)) await client.createAccount({});
  calls.fill(0);
});
afterEach(async () => {
  client.close();
  await Promise.all(replicas.map(({ stop }) => stop()));
});

test('calls take turns over the replicas of a core', async () => {
  for (let call = 0; call < 30; call += 1) await client.createAccount({});
  expect(calls).toEqual([10, 10, 10]);
});

test('a replica that stops or comes back costs no call', async () => {
  const end = new AbortController();
  const load = Promise.all(
    [1, 2, 3, 4].map(async () => {
      while (!end.signal.aborted) await client.createAccount({});
    }),
  );
  for (const [number, { address, stopServer }] of replicas.entries()) {
    await stopServer();
    const seen = calls[number];
    replicas[number]?.client.close();
    replicas[number] = await startReplica(number, Number(address.split(':')[1]));
    await expect.poll(() => calls[number]).toBeGreaterThan(seen ?? 0);
  }
  end.abort();
  await load;
});

function startReplica(number: number, port: number): Promise<Accounts> {
  const createAccount = async () => {
    calls[number] = (calls[number] ?? 0) + 1;
    return {};
  };
  return startAccounts({ createAccount }, undefined, port);
}
