import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The way to a server on this machine, which can be lost in more ways than a server can end. */
export interface Path {
  address: string;
  /** Ends all connections, as the server's death does. */
  cut(): void;
  /** Nothing passes any more, in silence. @param what the connections that there are, or all from now on. */
  lose(what: 'present' | 'all'): void;
  /** New connections work again. */
  restore(): void;
  stop(): Promise<void>;
}

export async function startPath(serverAddress: string): Promise<Path> {
  const port = Number(serverAddress.split(':').at(-1));
  const sockets = new Set<Socket>();
  let isLost = false;
  const swallow = (socket: Socket) => {
    socket.unpipe();
    // Taken from the sender, who sees nothing of it.
    socket.resume();
  };
  const server = createServer((near) => {
    sockets.add(near.on('error', () => near.destroy()));
    if (isLost) return swallow(near);
    const far = connect(port, '127.0.0.1').on('error', () => near.destroy());
    sockets.add(far);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
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
