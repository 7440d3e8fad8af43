import type { SupergraphSdlHook } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import type { ReadinessCheck } from '@commerce/platform/process/readiness';
import { followChanges } from './follow-changes.ts';
import type { LastGood } from './last-good-supergraph.ts';
import { supergraphReloads } from './metrics.ts';

/** Where the router has its supergraph from: a file or a URL. */
export interface SupergraphSource {
  /** Its path or URL, for the log: without a password. */
  name: string;
  /** The supergraph as it is now; asked again only when this has ended. @throws when it cannot be had. */
  next(): Promise<string>;
  /** Calls `look` again and again from now on. @returns what ends that. */
  poll(look: () => void): () => void;
  /** Keeps what is served now, for a start when the source has nothing that can be served. */
  lastGood?: LastGood;
  /** Whether a start waits for it, while there is none and no last good one either. */
  isWaitedFor?: boolean;
}

/** @returns what a router waits for that has not begun to serve one: nothing once there is one to try. */
export function firstSupergraph({ name, next, lastGood, isWaitedFor = false }: SupergraphSource): ReadinessCheck {
  let isThere = !isWaitedFor;
  return async () => {
    if (isThere) return [];
    try {
      await next();
    } catch (error) {
      if ((await lastGood?.read()) === undefined) return [`the supergraph in ${name} (${messageOf(error)})`];
    }
    isThere = true;
    return [];
  };
}

/**
 * Gives the gateway a supergraph, and each new version of it while requests go on. A version that the gateway refuses is
 * reported, and the one before it stays in service; at the start that is the last good one, which is never one that no
 * gateway took.
 *
 * @param check throws for a supergraph that must not reach the gateway.
 */
export function supergraphFrom(source: SupergraphSource, check: (sdl: string) => void): SupergraphSdlHook {
  const { name, lastGood } = source;
  return async ({ update }) => {
    let stopped = false;
    let keeping: Promise<void> | undefined;
    let served: string | undefined;
    const serve = (sdl: string) => {
      check(sdl);
      try {
        update(sdl);
      } catch (error) {
        // The gateway may have taken over half of it.
        if (served !== undefined) update(served);
        throw error;
      }
      served = sdl;
    };
    /** Only then it is one that can be served again. */
    const serveAndKeep = async (sdl: string) => {
      serve(sdl);
      keeping = lastGood?.keep(sdl);
      await keeping;
    };

    // Said once, however long it lasts.
    let failure = '';
    const refuse = (err: unknown) => {
      const reason = String(err);
      if (reason === failure) return;
      failure = reason;
      supergraphReloads.inc({ outcome: 'refused' });
      log.error({ err, supergraph: name }, 'the new supergraph cannot be served; the one before it stays in service');
    };
    let latest: string | undefined;
    const reload = async () => {
      try {
        const next = await source.next();
        failure = '';
        if (next === latest || stopped) return;
        latest = next;
        await serveAndKeep(next);
        supergraphReloads.inc({ outcome: 'served' });
        log.info({ supergraph: name }, 'serving the new supergraph');
      } catch (error) {
        refuse(error);
      }
    };
    const begin = async () => {
      try {
        latest = await source.next();
        await serveAndKeep(latest);
      } catch (error) {
        const kept = await lastGood?.read();
        if (kept === undefined) throw error;
        try {
          serve(kept);
        } catch (cause) {
          const message = `${messageOf(error)}; nor can the last good one in ${lastGood?.name}: ${messageOf(cause)}`;
          throw new Error(message, { cause });
        }
        log.warn(
          { err: error, supergraph: name, lastGood: lastGood?.name },
          'the supergraph cannot be served; serving the last good one',
        );
      }
    };

    const changes = followChanges((changed) => source.poll(changed), reload);
    try {
      await begin();
    } catch (error) {
      changes.stop();
      throw error;
    }
    // When the gateway has ended its start.
    setImmediate(changes.begin);
    return {
      supergraphSdl: served ?? '',
      async cleanup() {
        stopped = true;
        changes.stop();
        await keeping;
      },
    };
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
