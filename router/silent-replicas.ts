import { tryConnection } from './try-connection.ts';

/** A request that was written to a connection. */
interface Sent {
  abort(error: Error): void;
}

/** What each replica of a subgraph owes an answer to. */
export interface SilentReplicas {
  sent(origin: string, request: Sent): void;
  /** It is answered, or has failed. */
  ended(origin: string, request: Sent): void;
  close(): void;
}

/**
 * Looks whether a replica that owes an answer, and has given none for a second, is still there. What a lost node was sent is never
 * answered, and TCP goes on sending it for a quarter of an hour: each request would wait until its time is up. What the node's
 * system refuses is not lost: a process that stops listens no more, and answers what it has.
 *
 * @param onLost is told of a replica, before all that it owes fails.
 */
export function watchSilentReplicas(onLost: (origin: string) => void): SilentReplicas {
  const replicas = new Map<string, Replica>();
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    for (const [origin, replica] of replicas) {
      if (replica.owed.size > 0) lookAt(origin, replica);
      else replicas.delete(origin);
    }
    if (replicas.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
  const lookAt = (origin: string, replica: Replica) => {
    const { heardAt } = replica;
    if (replica.stopLooking || Date.now() - heardAt < SILENT_MS) return;
    replica.stopLooking = tryConnection(origin, (error) => {
      replica.stopLooking = undefined;
      if (replica.heardAt !== heardAt) return;
      replica.heardAt = Date.now();
      if (!LOST.has(error?.code ?? '')) return;
      onLost(origin);
      const failure = new Error(`No answer came from ${origin}, and no connection can be made.`, { cause: error });
      for (const request of replica.owed) request.abort(failure);
    });
  };

  return {
    sent(origin, request) {
      let replica = replicas.get(origin);
      if (!replica) replicas.set(origin, (replica = { owed: new Set(), heardAt: 0, stopLooking: undefined }));
      if (replica.owed.size === 0) replica.heardAt = Date.now();
      replica.owed.add(request);
      timer ??= setInterval(look, LOOK_EVERY_MS).unref();
    },
    ended(origin, request) {
      const replica = replicas.get(origin);
      if (replica?.owed.delete(request)) replica.heardAt = Date.now();
    },
    close() {
      clearInterval(timer);
      for (const { stopLooking } of replicas.values()) stopLooking?.();
    },
  };
}

interface Replica {
  /** No more than connections. */
  owed: Set<Sent>;
  heardAt: number;
  /** While a connection is tried. */
  stopLooking: (() => void) | undefined;
}

const SILENT_MS = 1_000;
const LOOK_EVERY_MS = 500;

/** What comes of a connection to a machine that is not there. */
const LOST = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']);
