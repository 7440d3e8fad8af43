import { unwatchFile, watchFile } from 'node:fs';

/**
 * Tells of each change of some files, one change after the other. It polls: an editor may replace a file, and a watch on
 * it would then see nothing more.
 *
 * @returns what ends it, when the last change is dealt with.
 */
export function watchFiles(files: readonly string[], onChange: (file: string) => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  const listeners = files.map((file) => {
    const listener = () => {
      last = last.then(() => onChange(file));
    };
    watchFile(file, { interval: POLL_MS }, listener);
    return { file, listener };
  });
  return async () => {
    for (const { file, listener } of listeners) unwatchFile(file, listener);
    await last;
  };
}

const POLL_MS = 300;
