import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** The way to a server on this machine, which can be lost in more ways than a server can end. */
export interface Path {
  /** `host:port`, in place of the server's own. */
  address: string;
  /** How many connections were made so far. */
  connections(): number;
  /** Ends all connections, as the server's death does. */
  cut(): void;
  /** Nothing passes any more, in silence. @param what the connections that there are, or all from now on. */
  lose(what: 'present' | 'all'): void;
  /** New connections work again. */
  restore(): void;
  stop(): Promise<void>;
}

/**
 * @param serverAddress as a URL has it: `host:port`.
 * @param ownPort where it begins; any that is free without.
 */
export async function startPath(serverAddress: string, ownPort = 0): Promise<Path> {
  const { hostname, port } = new URL(`tcp://${serverAddress}`);
  const sockets = new Set<Socket>();
  const lost = new WeakSet<Socket>();
  let count = 0;
  let isLost = false;
  const swallow = (socket: Socket) => {
    lost.add(socket);
    socket.unpipe();
    // Taken from the sender, who sees nothing of it.
    socket.resume();
  };
  const watch = (socket: Socket, other?: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      sockets.delete(socket);
      if (!lost.has(socket)) other?.destroy();
    });
  };
  const server = createServer((near) => {
    count += 1;
    if (isLost) {
      watch(near);
      swallow(near);
      return;
    }
    const far = connect(Number(port), hostname);
    watch(near, far);
    watch(far, near);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(ownPort, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    cut,
    lose(what) {
      isLost = what === 'all';
      for (const socket of sockets) swallow(socket);
    },
    restore() {
      isLost = false;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
