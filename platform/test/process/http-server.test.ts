import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createHttpServer, listen } from '../../process/http-server.ts';
import { READ_MS } from '../../process/slow-readers.ts';

let app: ReturnType<typeof createHttpServer>;
let port: number;
const clients: Socket[] = [];

beforeEach(async () => {
  app = createHttpServer({ isDraining: () => false });
  // More than the system takes over for a client that does not read.
  app.get('/large', () => 'x'.repeat(20_000_000));
  app.get('/small', () => 'x');
  port = await listen(app, '127.0.0.1', 0, 'HTTP');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  for (const client of clients.splice(0)) client.destroy();
  await app.close();
});

/** Asks, and does not read what is answered. */
async function ask(path: string) {
  const [client, [served]] = await Promise.all([
    (async () => {
      const socket = connect(port, '127.0.0.1');
      clients.push(socket.on('error', () => {}));
      await once(socket, 'connect');
      return socket;
    })(),
    once(app.server, 'connection') as Promise<[Socket]>,
  ]);
  client.write(`GET ${path} HTTP/1.1\r\nhost: shop\r\n\r\n`);
  return { client, served };
}

/** Vitest's own would move the clock. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test('a client that does not read its answer is cut off, and what it would read is freed', async () => {
  const { served } = await ask('/large');
  await until(() => served.writableLength > 0);
  vi.advanceTimersByTime(READ_MS - 1);
  expect(served.destroyed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(served.destroyed).toBe(true);
  await until(() => served.closed);
});

test('a client that has read its answer keeps its connection', async () => {
  const { client, served } = await ask('/small');
  await once(client, 'data');
  await until(() => vi.getTimerCount() === 0);
  vi.advanceTimersByTime(READ_MS);
  expect(served.destroyed).toBe(false);
});
