import type { SupergraphSdlHook } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import { supergraphReloads } from './metrics.ts';

/** Where the router has its supergraph from: a file or a URL. */
export interface SupergraphSource {
  /** Its path or URL, for the log. */
  name: string;
  /** The supergraph to begin with. @throws when there is none. */
  first(): Promise<string>;
  /** Calls `look` again and again from now on. @returns what ends that. */
  poll(look: () => void): () => void;
  /** The supergraph as it is now; asked again only when this has ended. @throws when it cannot be had. */
  next(): Promise<string>;
}

/**
 * Gives the gateway a supergraph, and each new version of it while requests go on. A version that the gateway refuses is
 * reported, and the one before it stays in service.
 *
 * @param check throws for a supergraph that must not reach the gateway.
 */
export function supergraphFrom(source: SupergraphSource, check: (sdl: string) => void): SupergraphSdlHook {
  const { name } = source;
  return async ({ update }) => {
    let current: string;
    // Said once, however long it lasts.
    let failure = '';
    const refuse = (err: unknown) => {
      const reason = String(err);
      if (reason === failure) return;
      failure = reason;
      supergraphReloads.inc({ outcome: 'refused' });
      log.error({ err, supergraph: name }, 'the new supergraph cannot be served; the one before it stays in service');
    };
    const reload = async () => {
      try {
        const next = await source.next();
        if (next === current) {
          failure = '';
          return;
        }
        current = next;
        failure = '';
        check(next);
        update(next);
        supergraphReloads.inc({ outcome: 'served' });
        log.info({ supergraph: name }, 'serving the new supergraph');
      } catch (error) {
        refuse(error);
      }
    };
    // One read at a time, the first one too, or an older one could end last and win.
    let reading = true;
    let changed = false;
    const follow = async () => {
      reading = true;
      while (changed) {
        changed = false;
        await reload();
      }
      reading = false;
    };
    // It begins before the first read, or a change between the two would be missed.
    const stop = source.poll(() => {
      changed = true;
      if (!reading) void follow();
    });
    try {
      current = await source.first();
    } catch (error) {
      stop();
      throw error;
    }
    // When the gateway has the first one.
    setImmediate(() => void follow());
    return { supergraphSdl: current, cleanup: async () => stop() };
  };
}
