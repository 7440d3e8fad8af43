import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { forward } from './forward.ts';
import type { ManagedProcess } from './managed-process.ts';

export interface Balancer {
  port: number;
  /** Looks now, and returns when it knows what it saw. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** A replica that connections can be handed to. */
export interface Replica {
  process: Pick<ManagedProcess, 'healthOrigin'>;
  port: number;
}

/**
 * Hands each connection to the next replica that is ready, as a Kubernetes service does: it looks at `/readyz` again and
 * again, and knows nothing of what goes over the connections.
 */
export async function startBalancer(replicas: readonly Replica[]): Promise<Balancer> {
  const ready = new Set<Replica>();
  const lastLook = new Map<Replica, number>();
  let looks = 0;
  const look = async () => {
    const number = (looks += 1);
    await Promise.all(
      replicas.map(async (replica) => {
        const { ok } = await fetch(`${replica.process.healthOrigin}/readyz`).catch(() => ({ ok: false }));
        // Looks overlap where answers take long: what an earlier one saw is no longer so.
        if (number < (lastLook.get(replica) ?? 0)) return;
        lastLook.set(replica, number);
        if (ok) ready.add(replica);
        else ready.delete(replica);
      }),
    );
  };
  await look();
  const timer = setInterval(() => void look(), LOOK_MS);

  const sockets = new Set<Socket>();
  let turn = 0;
  const server = createServer((socket) => {
    const choice = [...ready][(turn += 1) % Math.max(ready.size, 1)];
    if (!choice) {
      socket.destroy();
      return;
    }
    forward(socket, connect(choice.port, '127.0.0.1'), sockets);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    look,
    async stop() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const LOOK_MS = 100;
