import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import { createUnreachableReplicas } from './unreachable-replicas.ts';

/** The addresses behind a subgraph's name, one for each replica. */
export interface Replicas {
  /**
   * The origins to try for one request, each after the one before could not be reached. Every request begins with
   * another one. At least two: behind one address may be a balancer, which sends the second to another replica.
   *
   * @throws Error of the lookup when the name is not known, and what `signal` aborts with.
   */
  inTurn(signal: AbortSignal): Promise<string[]>;
  /** Leaves one out until it can be reached, as long as there are others. */
  unreachable(origin: string): void;
  close(): void;
}

export function createReplicas({ protocol, hostname, port }: URL): Replicas {
  const host = hostname.replaceAll(/[[\]]/g, '');
  let origins: string[] = [];
  let knownUntil = 0;
  let looking: Promise<void> | undefined;
  let turn = 0;
  const unreachable = createUnreachableReplicas();

  const look = async () => {
    try {
      const addresses = isIP(host) ? [host] : await findAddresses(host);
      const toOrigin = (ip: string) => `${protocol}//${isIP(ip) === 6 ? `[${ip}]` : ip}${port && `:${port}`}`;
      origins = [...new Set(addresses.map(toOrigin))];
      unreachable.keep(origins);
    } catch (error) {
      // A name server that is down says nothing about the replicas.
      if (origins.length === 0) throw error;
    }
    knownUntil = Date.now() + KNOWN_FOR_MS;
  };

  return {
    async inTurn(signal) {
      signal.throwIfAborted();
      if (Date.now() >= knownUntil) {
        // All who wait share one lookup.
        looking ??= look().finally(() => (looking = undefined));
        await orAborted(looking, signal);
      }
      const reachable = origins.filter((origin) => !unreachable.has(origin));
      // With none left, each request looks whether one is back.
      const [all, atMost] = reachable.length > 0 ? [reachable, reachable.length] : [origins, 2];
      const first = turn++;
      return Array.from({ length: Math.max(2, atMost) }, (_, index) => all[(first + index) % all.length] ?? '');
    },
    unreachable: unreachable.add,
    close: unreachable.close,
  };
}

/** Replicas come and go. */
const KNOWN_FOR_MS = 5_000;

async function findAddresses(host: string): Promise<string[]> {
  return (await dns.lookup(host, { all: true })).map(({ address }) => address);
}

/** A lookup knows no signal, and can take longer than its request has. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason as Error);
  });
  signal.addEventListener('abort', onAbort);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
