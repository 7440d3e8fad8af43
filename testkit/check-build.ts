import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** @throws Error when `build/` is missing or older than a source: what runs would not be what was changed. */
export function checkBuild(): void {
  const builtAt = statSync(join(ROOT, 'build/supergraph.graphql'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = SOURCES.flatMap(sourcesIn).find((path) => statSync(path).mtimeMs > builtAt);
  if (newer) throw new Error(`build/ is older than ${newer}: run npm run build.`);
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/(^|\/)(node_modules|test)\//.test(path))
    .map((path) => join(ROOT, folder, path));
}

const SOURCES = ['platform', 'router', 'subgraphs'];
