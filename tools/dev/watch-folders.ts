import { existsSync, type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import { join } from 'node:path';

/**
 * Tells of each change of a file in some folders and in those within them, also in new ones. A file may be replaced instead of
 * written, as editors do, so it is the folders that are watched: Node's own `recursive` loses such a file on Linux.
 *
 * @param folders those that do not exist are left out.
 * @returns what ends it.
 */
export function watchFolders(folders: readonly string[], onChange: (file: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const watchFolder = (folder: string, isNew: boolean) => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_event, name) => {
      if (name === null) return;
      const path = join(folder, name);
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) watchFolder(path, true);
      else onChange(path);
    });
    const forget = () => watchers.delete(folder);
    // A folder that is deleted is an error on some systems, and on others it ends without one.
    watcher.on('error', forget).on('close', forget);
    watchers.set(folder, watcher);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules') watchFolder(path, isNew);
      else if (isNew) onChange(path);
    }
  };
  for (const folder of folders) if (existsSync(folder)) watchFolder(folder, false);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}
