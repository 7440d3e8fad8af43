import { unwatchFile, watchFile } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SupergraphSource } from './supergraph-source.ts';

/** @param path of a supergraph SDL, as `rover supergraph compose` or `npm run compose` writes it. */
export function supergraphFile(path: string): SupergraphSource {
  return {
    name: path,
    next: () => readFile(path, 'utf8'),
    poll(look) {
      // Polling, because a deployment may replace the file, its folder or a link on the way to it, and a watch on the
      // file would then see nothing more.
      watchFile(path, { interval: POLL_MS }, look);
      return () => unwatchFile(path, look);
    },
  };
}

const POLL_MS = 500;
