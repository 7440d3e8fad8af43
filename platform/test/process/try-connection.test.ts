import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { tryConnection } from '../../process/try-connection.ts';

test('a connection that was made while the process stood still is made', async () => {
  const server = createServer((socket) => socket.resume());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const failure = await new Promise((end) => {
    tryConnection(`http://127.0.0.1:${port}`, end);
    // For longer than a connection may take.
    process.nextTick(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_500));
  });
  server.close();
  expect(failure).toBeUndefined();
});
