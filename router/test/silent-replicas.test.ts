import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Answer, closeAll, createAsker, nameStandsFor, respond, startServer } from './subgraph-servers.ts';

const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) end();
  await closeAll();
});

const QUERY = '{ order { id } }';
const ok = respond(200, { data: { order: null } });

test('what was sent to a machine that is lost fails within seconds, and may be asked again; the next goes to another', async () => {
  const machine = await startMachine();
  nameStandsFor(['127.0.0.1', '127.0.0.2']);
  const ask = createAsker(`http://order-subgraph:${machine.port}/graphql`);
  const asked = ask(QUERY);
  await machine.hasARequest;
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
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.resume()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const asked = createAsker(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`)(QUERY);
  await expect.poll(() => sockets.length).toBe(1);
  server.close();
  // Longer than the router takes to give up what is lost.
  await new Promise((over) => setTimeout(over, 4_500));
  const body = '{"data":{"order":null}}';
  sockets[0]?.end(
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

/**
 * A server that answers nothing, and can be lost: its process stands still, and there is no room for one more connection, so what asks
 * for one gets no answer, as from a machine that is gone (https://man7.org/linux/man-pages/man2/listen.2.html).
 */
async function startMachine() {
  const program = `require('node:net').createServer((socket) => socket.on('data', () => console.log('asked')))
    .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port) })`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  ended.push(() => child.kill('SIGKILL'));
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    port: Number(String(port)),
    hasARequest: once(child.stdout, 'data'),
    async lose() {
      child.kill('SIGSTOP');
      for (let filled = 0; filled < 4; filled += 1) {
        const socket = connect(Number(String(port)), '127.0.0.1').on('error', () => {});
        ended.push(() => socket.destroy());
        await Promise.race([once(socket, 'connect'), new Promise((over) => setTimeout(over, 100))]);
      }
    },
  };
}
