import { DomainError } from '../errors/domain-error.ts';
import { mayReadOld } from '../fresh-reads.ts';
import { log } from '../log.ts';
import { redactUrls } from '../values/redact-urls.ts';
import type { Positions } from './positions.ts';
import type { PooledClient } from './request-client.ts';

/** The connections to the copies of a database that stand by for it (https://www.postgresql.org/docs/current/hot-standby.html). */
export interface Copy {
  /**
   * A connection for what the running request reads: what it shows is at most a second old.
   *
   * @returns undefined where the database itself has to be asked: the request needs what is of now, or no copy is as new.
   */
  take(): Promise<PooledClient | undefined>;
}

/**
 * @param store for the log.
 * @param pool of the copies; each of its connections may lead to another one.
 * @param positions of the database itself.
 */
export function copyOf(
  store: string,
  pool: { connect(): Promise<PooledClient> },
  positions: Pick<Positions, 'neededFor'>,
): Copy {
  let restsUntil = -Infinity;
  /** Where the copy of a connection was when it was last asked. */
  const reached = new WeakMap<object, bigint>();

  const rest = (reason: unknown) => {
    restsUntil = performance.now() + REST_MS;
    log.warn({ store, reason: redactUrls(String(reason)) }, 'a copy of the database is not read for five seconds');
  };
  /** Asks only when what is known does not do, or where nothing was heard for long: the copy may have gone without a word. */
  const isNew = async (client: PooledClient, needed: bigint): Promise<boolean> => {
    const isHeard = performance.now() - client.heardAt < MAX_AGE_MS;
    if (isHeard && (reached.get(client) ?? -1n) >= needed) return true;
    const position = await client.copyPosition(AbortSignal.timeout(ANSWER_MS));
    // It is the database itself, or has become one: then its log is not a copy of anything.
    if (position === undefined) throw new Error('It stands by for no other database.');
    reached.set(client, position);
    return position >= needed;
  };

  return {
    async take() {
      if (!mayReadOld() || performance.now() < restsUntil) return undefined;
      const needed = positions.neededFor(MAX_AGE_MS);
      if (needed === undefined) return undefined;
      const client = await pool.connect().catch((error: unknown) => {
        if (isOfRequest(error)) throw error;
        rest(error);
      });
      if (!client) return undefined;
      try {
        if (await isNew(client, needed)) return client;
      } catch (error) {
        rest(error);
      }
      client.release();
      return undefined;
    },
  };
}

/** It is over, or too many wait with it: no other database changes that. */
function isOfRequest(error: unknown): boolean {
  return error instanceof DomainError && error.kind !== 'Unavailable';
}

/** In milliseconds, as docs/many-machines.md promises. */
const MAX_AGE_MS = 1_000;
/** In milliseconds: what a request may lose to a copy that does not answer, and to one that cannot be connected to. */
export const ANSWER_MS = 500;
const REST_MS = 5_000;
