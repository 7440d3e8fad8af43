import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** All that stands in a file, or in a folder with the names of its files, to be compared; empty for what is not there. */
export async function contentsOf(path: string): Promise<string> {
  if (!existsSync(path)) return '';
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return await textOf(path);
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const texts = await Promise.all(
    files.toSorted().map(async (file) => `${file.slice(path.length)}\n${await textOf(file)}`),
  );
  return texts.join('\n');
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}
