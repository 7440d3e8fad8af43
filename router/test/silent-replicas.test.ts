import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type LosableMachine, startLosableMachine } from '@commerce/testkit/losable-machine';
import { openTestCall } from '@commerce/testkit/with-time-left';
import { afterEach, expect, test } from 'vitest';
import { type Answer, closeAll, createAsker, nameStandsFor, respond, startServer } from './subgraph-servers.ts';

let machine: LosableMachine | undefined;
afterEach(async () => {
  machine?.end();
  machine = undefined;
  await closeAll();
});

const QUERY = '{ order { id } }';
const ok = respond(200, { data: { order: null } });

test('what was sent to a machine that is lost fails within seconds, and may be asked again; the next goes to another', async () => {
  machine = await startLosableMachine();
  nameStandsFor(['127.0.0.1', '127.0.0.2']);
  const ask = createAsker(`http://order-subgraph:${machine.port}/graphql`);
  const asked = ask(QUERY);
  await machine.isAsked;
  await machine.lose();
  expect((await asked).errors).toMatchObject([{ extensions: { code: 'UNAVAILABLE', retryable: true } }]);
  let answered = 0;
  const answer: Answer = (...exchange) => {
    answered += 1;
    ok(...exchange);
  };
  await startServer(answer, '127.0.0.2', machine.port);
  for (const _ of [1, 2, 3]) expect(await ask(QUERY)).toEqual({ data: { order: null } });
  expect(answered).toBe(3);
});

test('what a process that stops was sent is waited for: it listens no more, and answers', async () => {
  const server = createServer((socket) => socket.resume());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // The router soon makes another, to see whether it still can.
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const asked = createAsker(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)(QUERY);
  const [socket] = await connected;
  server.close();
  // Longer than the router takes to give up what is lost.
  await wait(4_500);
  const body = '{"data":{"order":null}}';
  socket.end(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  expect(await asked).toEqual({ data: { order: null } });
});

test('a replica that takes its time is waited for', async () => {
  const port = await startServer((...exchange) => {
    setTimeout(() => ok(...exchange), 4_500);
  });
  expect(await createAsker(`http://127.0.0.1:${port}/graphql`)(QUERY)).toEqual({ data: { order: null } });
});

test('what is given up earlier tells of a lost machine, too', async () => {
  machine = await startLosableMachine();
  const ask = await askTwo(machine);
  let isLost = false;
  const losing = machine.isAsked.then(machine.lose).then(() => (isLost = true));
  // On a busy machine the time of a request may be up before it is sent.
  await expect.poll(async () => (await isAnsweredSoon(ask), isLost), { interval: 1 }).toBe(true);
  await losing;
  await expect.poll(() => fourAnswers(ask), { interval: 1 }).toEqual([true, true, true, true]);
});

test('what waits for a connection to a lost machine goes to another, however little time others have', async () => {
  machine = await startLosableMachine();
  await machine.lose();
  const ask = await askTwo(machine);
  const patient = Array.from({ length: 30 }, async (_, index) => {
    await wait(index * 100);
    return await ask(QUERY);
  });
  await expect.poll(() => fourAnswers(ask), { interval: 1 }).toEqual([true, true, true, true]);
  expect((await Promise.all(patient)).filter(({ errors }) => errors)).toEqual([]);
});

/** Asks a machine and another, which answers, in turn, until the first is left out. */
async function askTwo({ port }: LosableMachine): Promise<Ask> {
  nameStandsFor(['127.0.0.1', '127.0.0.2']);
  await startServer(ok, '127.0.0.2', port);
  return createAsker(`http://order-subgraph:${port}/graphql`);
}

type Ask = ReturnType<typeof createAsker>;

async function fourAnswers(ask: Ask): Promise<boolean[]> {
  return [await isAnsweredSoon(ask), await isAnsweredSoon(ask), await isAnsweredSoon(ask), await isAnsweredSoon(ask)];
}

/** Of a request that has little time. */
async function isAnsweredSoon(ask: Ask): Promise<boolean> {
  const { errors } = await ask(QUERY, { context: openTestCall(500).context });
  return errors === undefined;
}
