import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { deadlineExceeded } from '@commerce/platform/errors/domain-error';
import { openTestCall } from '@commerce/testkit/with-time-left';
import timers from 'undici/lib/util/timers.js';
import { afterEach, expect, test } from 'vitest';
import { closeAll, createAsker, respond, startServer } from './subgraph-servers.ts';

afterEach(closeAll);

const QUERY = '{ order { id } }';
const ok = respond(200, { data: { order: null } });

test('a fetch has all the time of its request, also more than half a minute', async () => {
  const port = await startServer((request, response) => {
    // The HTTP client's clock, a minute later.
    timers.tick(60_000);
    timers.tick(60_000);
    ok(request, response);
  });
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  const { context } = openTestCall(600_000);
  expect(await ask(QUERY, { context })).toEqual({ data: { order: null } });
});

test('no fetch starts when the time is up', async () => {
  let requests = 0;
  const port = await startServer((request, response) => {
    requests += 1;
    ok(request, response);
  });
  const { context } = openTestCall(-1);
  const { errors } = await createAsker(`http://127.0.0.1:${port}/graphql`)(QUERY, { context });
  expect(errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED' } }]);
  expect(requests).toBe(0);
});

test('a fetch ends when its client goes away, and no other starts', async () => {
  let requests = 0;
  let arrive: (socket: Socket) => void;
  const arrived = new Promise<Socket>((resolve) => (arrive = resolve));
  const port = await startServer((request) => {
    requests += 1;
    arrive(request.resume().socket);
  });
  const ask = createAsker(`http://127.0.0.1:${port}/graphql`);
  const { context, cancel } = openTestCall(600_000);
  const waiting = ask(QUERY, { context });
  const closed = once(await arrived, 'close');
  cancel();
  await waiting;
  await closed;
  await ask(QUERY, { context });
  expect(requests).toBe(1);
});

test('an idle connection is closed soon, whatever its subgraph offers', async () => {
  const closed: Promise<unknown>[] = [];
  const port = await startServer((request, response) => {
    closed.push(once(request.socket, 'close'));
    respond(200, { data: { order: null } }, { 'keep-alive': 'timeout=3600' })(request, response);
  });
  await createAsker(`http://127.0.0.1:${port}/graphql`)(QUERY);
  expect(await Promise.all(closed)).toHaveLength(1);
});

test('when the way to a subgraph is lost without a word, the fetch on it fails, and the next finds another', async () => {
  let isLost = false;
  // The request's time is up when its answer is lost, and not before, however long that takes.
  const time = new AbortController();
  const far = await startServer((request, response) => {
    isLost = true;
    ok(request, response);
  });
  const sockets: Socket[] = [];
  const cable = createServer((near) => {
    const to = connect(far, '127.0.0.1');
    sockets.push(
      near.on('error', () => {}),
      to.on('error', () => {}),
    );
    // Of those that were open when the way was lost nothing comes through any more.
    const lives = !isLost;
    near.on('data', (bytes) => (lives && isLost) || to.write(bytes));
    to.on('data', (bytes) => (lives && isLost ? time.abort(deadlineExceeded()) : near.write(bytes)));
  });
  await new Promise<void>((resolve) => cable.listen(0, '127.0.0.1', resolve));
  const ask = createAsker(`http://127.0.0.1:${(cable.address() as AddressInfo).port}/graphql`);
  const { context } = openTestCall(600_000);
  const { errors } = await ask(QUERY, { context: { ...context, signal: time.signal } });
  expect(errors).toMatchObject([{ extensions: { code: 'DEADLINE_EXCEEDED' } }]);
  expect(await ask(QUERY)).toEqual({ data: { order: null } });
  for (const socket of sockets) socket.destroy();
  cable.close();
});
