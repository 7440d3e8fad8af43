import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '@commerce/testkit/free-port';
import { forward } from './forward.ts';

/** The way from a core to its store's server: cut, the store is as good as dead for that core alone. */
export interface Cable {
  /** The server's URL, by way of the cable. */
  url: string;
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Loses all that goes over the connections that are open, and tells neither side; new ones work. */
  lose(): void;
}

/** @param url of a server, with its port. */
export async function layCable(url: string): Promise<Cable> {
  const target = new URL(url);
  const port = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    forward(socket, connect(Number(target.port), target.hostname), sockets);
  });
  const mend = () => new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  await mend();
  const near = new URL(url);
  near.hostname = '127.0.0.1';
  near.port = String(port);
  return {
    url: near.href,
    cut: () =>
      new Promise((closed) => {
        server.close(() => closed());
        for (const socket of sockets) socket.destroy();
      }),
    mend,
    lose() {
      for (const socket of sockets) socket.unpipe().resume();
    },
  };
}
