import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The TypeScript and JavaScript files that people write, as paths from the root, sorted; generated code, installed
 * packages and hidden folders are left out.
 */
export async function sourceFiles(root: string, folder = ''): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : await sourceFiles(root, path);
      return /\.(ts|mts|cts|js|mjs|cjs)$/.test(entry.name) ? [path] : [];
    }),
  );
  return found.flat().toSorted();
}

const SKIPPED = /^(node_modules|generated|\..*)$/;
