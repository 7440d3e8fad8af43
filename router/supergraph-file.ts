import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SupergraphSdlHook } from '@apollo/gateway';
import { log } from '@commerce/platform/log';
import { supergraphReloads } from '@commerce/platform/metrics';

/**
 * Gives the gateway a supergraph from a file, and each new version of it while requests go on. A version that the
 * gateway refuses is reported, and the one before it stays in service.
 *
 * @param path of a supergraph SDL, as `rover supergraph compose` or `npm run compose` writes it.
 * @param check throws for a supergraph that must not reach the gateway.
 */
export function supergraphFile(path: string, check: (sdl: string) => void): SupergraphSdlHook {
  return async ({ update }) => {
    let current: string | undefined;

    const reload = async () => {
      try {
        const next = await readFile(path, 'utf8');
        if (next === current || current === undefined) return;
        current = next;
        check(next);
        update(next);
        supergraphReloads.inc({ outcome: 'served' });
        log.info({ path }, 'serving the new supergraph');
      } catch (err) {
        supergraphReloads.inc({ outcome: 'refused' });
        log.error({ err, path }, 'the new supergraph cannot be served; the one before it stays in service');
      }
    };
    const onChange = () => void reload();
    // Polling, because a deployment may replace the file, its folder or a link on the way to it, and a watch on the
    // file would then see nothing more. It begins before the first read, or a change between the two would be missed.
    watchFile(path, { interval: POLL_MS }, onChange);
    const cleanup = async () => unwatchFile(path, onChange);
    try {
      current = await readFile(path, 'utf8');
    } catch (error) {
      await cleanup();
      throw error;
    }
    return { supergraphSdl: current, cleanup };
  };
}

const POLL_MS = 500;
