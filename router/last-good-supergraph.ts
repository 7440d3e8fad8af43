import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { log } from '@commerce/platform/log';
import writeFileAtomic from 'write-file-atomic';

/** The supergraph that was served last, where a start finds it when there is no other. */
export interface LastGood {
  /** Where it is, for the log. */
  name: string;
  /** Never throws: a disk that cannot be written costs the next start without the source, not this one. */
  keep(sdl: string): Promise<void>;
  /** @returns undefined when there is none. */
  read(): Promise<string | undefined>;
}

/** @param path of a file, whose folder is made when it is missing. */
export function lastGoodFile(path: string): LastGood {
  return {
    name: path,
    async keep(sdl) {
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFileAtomic(path, sdl);
      } catch (err) {
        log.warn({ err, cache: path }, 'the supergraph cannot be kept for a start without its URL');
      }
    },
    read: () => readFile(path, 'utf8').catch(() => undefined),
  };
}
