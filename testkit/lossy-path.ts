import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a server on this machine that can be lost, as a router that forgets its connections loses it. */
export interface LossyPath {
  /** The server's URL, by this way. */
  url: string;
  /** The connections made so far. */
  connections(): number;
  /** From now on nothing passes over the connections that there are, in silence; new ones work. */
  lose(): void;
  stop(): Promise<void>;
}

export async function startLossyPath(serverUrl: string): Promise<LossyPath> {
  const { hostname, port } = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  let count = 0;
  const server = createServer((near) => {
    count += 1;
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => {});
      from.once('close', () => {
        sockets.delete(from);
        if (!lost.has(from)) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(serverUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    connections: () => count,
    lose() {
      for (const socket of sockets) {
        lost.add(socket);
        socket.unpipe();
        // Taken from the sender, who sees nothing of it.
        socket.resume();
      }
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
