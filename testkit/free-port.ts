import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of the loopback interface that nobody listens on, for a process that cannot choose its own. It is below those
 * that systems give to outgoing connections: one of these could be taken before the process starts.
 *
 * Nobody else is given it while this process lives. Test files run side by side, and each gives ports to processes that
 * start seconds later: of some hundred that are taken by chance, two are the same one now and then.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if ((await reserve(port)) && (await canListen(port))) return port;
  }
}

/**
 * Reserves a number by its UDP port, which nothing here uses otherwise: the system gives it to one process, and takes it
 * back when that process ends, however it ends.
 */
async function reserve(port: number): Promise<boolean> {
  const socket = createSocket('udp4').unref();
  socket.bind({ port, address: '127.0.0.1', exclusive: true });
  return once(socket, 'listening').then(
    () => true,
    () => (socket.close(), false),
  );
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
