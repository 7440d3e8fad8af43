import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { createHttpServer, listen } from '../../process/http-server.ts';

const sockets: Socket[] = [];
let app: FastifyInstance;
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

test('connections beyond a bound are closed, and those that are open are served', async () => {
  app = createHttpServer({ isDraining: () => false });
  app.get('/', () => 'served');
  const port = await listen(app, '127.0.0.1', 0, 'HTTP');
  const open = async () => {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  app.server.maxConnections = 2;
  const [first] = [await open(), await open()];
  await once(await open(), 'close');
  first.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  const [answer] = (await once(first, 'data')) as [Buffer];
  expect(String(answer)).toContain('served');
});

test('there is such a bound', () => {
  app = createHttpServer({ isDraining: () => false });
  expect(app.server.maxConnections).toBe(2_500);
});
