import { Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClient } from '../../grpc/client.ts';
import { type Accounts, accountService, startAccounts } from './start-accounts.ts';

let replicas: [Accounts, Accounts];
let calls: [number, number];
let client: Accounts['client'];
beforeEach(async () => {
  calls = [0, 0];
  replicas = [await startReplica(0), await startReplica(1)];
  client = createClient(accountService, `ipv4:${replicas.map(({ address }) => address).join(',')}`);
});
afterEach(async () => {
  client.close();
  await Promise.all(replicas.map(({ stop }) => stop()));
});

function startReplica(number: 0 | 1): Promise<Accounts> {
  const createAccount = async () => {
    calls[number] += 1;
    return {};
  };
  return startAccounts({ createAccount });
}

/** Both are connected once each has answered. */
async function untilBothAnswer(): Promise<void> {
  while (calls.includes(0)) await client.createAccount({});
  calls = [0, 0];
}

/** The client has heard of the first one's health when more than every second call goes to the other. */
async function untilOnlyOneAnswers(): Promise<void> {
  const four = async () => {
    calls = [0, 0];
    for (let call = 0; call < 4; call += 1) await client.createAccount({});
    return calls;
  };
  await expect.poll(four).toEqual([0, 4]);
}

test('a replica that does not serve gets no calls, and gets them again when it does', async () => {
  await untilBothAnswer();
  replicas[0].setServing(false);
  await untilOnlyOneAnswers();
  for (let call = 0; call < 20; call += 1) await client.createAccount({});
  expect(calls).toEqual([0, 24]);
  replicas[0].setServing(true);
  await untilBothAnswer();
});

test('a replica that did not serve from the start gets no call once another has answered', async () => {
  replicas[0].setServing(false);
  while (calls[1] === 0) await client.createAccount({});
  calls = [0, 0];
  for (let call = 0; call < 20; call += 1) await client.createAccount({});
  expect(calls).toEqual([0, 20]);
});

test('while none serves, all get calls: one that drains answers them, one that is broken says so', async () => {
  await untilBothAnswer();
  for (const { setServing } of replicas) setServing(false);
  for (let call = 0; call < 20; call += 1) expect(await client.createAccount({})).toEqual({ account: null });
  await untilBothAnswer();
  replicas[1].setServing(true);
  await untilOnlyOneAnswers();
});

test('when the last replica that serves has gone, the others get the calls', async () => {
  replicas[0].setServing(false);
  await untilOnlyOneAnswers();
  await replicas[1].stopServer();
  const isAnswered = () => client.createAccount({}).then(Boolean, () => false);
  await expect.poll(isAnswered).toBe(true);
  expect(calls[0]).toBeGreaterThan(0);
});

test('a core that knows no health service is taken to serve', async () => {
  const server = new Server();
  const createAccount = (_call: unknown, callback: (error: null, response: object) => void) => callback(null, {});
  server.addService(accountService.definition, { CreateAccount: createAccount });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const plain = createClient(accountService, `127.0.0.1:${port}`);
  expect(await plain.createAccount({})).toEqual({ account: null });
  plain.close();
  server.forceShutdown();
});
