import { isLost, tryConnection } from './try-connection.ts';

/** A request that a server was sent. */
interface Sent {
  abort(error: Error): void;
}

/** What servers owe an answer to. */
export interface SilentServers {
  sent(origin: string, request: Sent): void;
  /** @param answered false where it was given up. */
  ended(origin: string, request: Sent, answered: boolean): void;
  close(): void;
}

/**
 * Looks whether a server that owes an answer, and has given none for a second, is still there. What a lost node was sent is never
 * answered, and TCP goes on sending it for a quarter of an hour: each request would wait until its time is up. What the node's
 * system refuses is not lost: a process that stops listens no more, and answers what it has.
 *
 * @param onLost is told of a server, before all that it owes fails.
 */
export function watchSilentServers(onLost: (origin: string) => void): SilentServers {
  const servers = new Map<string, Server>();
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    for (const [origin, server] of servers) {
      if (server.silentSince !== undefined) lookAt(origin, server, server.silentSince);
      else if (server.owed.size === 0) servers.delete(origin);
    }
    if (servers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const lookAt = (origin: string, server: Server, since: number) => {
    if (server.stopLooking || Date.now() - since < SILENT_MS) return;
    server.stopLooking = tryConnection(origin, (error) => {
      server.stopLooking = undefined;
      // It has answered meanwhile.
      if (server.silentSince !== since) return;
      server.silentSince = server.owed.size > 0 ? Date.now() : undefined;
      if (isLost(error)) lose(origin, server, error);
    });
  };
  const lose = (origin: string, { owed }: Server, cause: unknown) => {
    onLost(origin);
    const failure = new Error(`No answer came from ${origin}, and no connection can be made.`, { cause });
    for (const request of owed) request.abort(failure);
  };

  return {
    sent(origin, request) {
      let server = servers.get(origin);
      if (!server) servers.set(origin, (server = { owed: new Set(), silentSince: undefined, stopLooking: undefined }));
      server.silentSince ??= Date.now();
      server.owed.add(request);
      timer ??= setInterval(look, LOOK_EVERY_MS).unref();
    },
    ended(origin, request, answered) {
      const server = servers.get(origin);
      if (!server?.owed.delete(request) || !answered) return;
      server.silentSince = server.owed.size > 0 ? Date.now() : undefined;
    },
    close() {
      clearInterval(timer);
      for (const { stopLooking } of servers.values()) stopLooking?.();
    },
  };
}

interface Server {
  /** No more than the process has requests in flight. */
  owed: Set<Sent>;
  /** Since when it owes answers and has given none, in milliseconds. What was given up meanwhile, as its time was up, counts. */
  silentSince: number | undefined;
  /** While a connection is tried. */
  stopLooking: (() => void) | undefined;
}

const SILENT_MS = 1_000;
const LOOK_EVERY_MS = 500;
