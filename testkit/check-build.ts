import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

/** @throws Error when `build/` is missing or older than a source: what runs would not be what was changed. */
export function checkBuild(): void {
  // Once for each test file: it looks at a thousand files, and a file of tests may start dozens of processes.
  if (isNew) return;
  const builtAt = statSync(join(ROOT, 'build/supergraph.graphql'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const newer = SOURCES.flatMap(sourcesIn).find((path) => statSync(path).mtimeMs > builtAt);
  if (newer) throw new Error(`build/ is older than ${newer}: run npm run build.`);
  isNew = true;
}

let isNew = false;

function sourcesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/(^|\/)(node_modules|test)\//.test(path))
    .map((path) => join(ROOT, folder, path));
}

const SOURCES = ['platform', 'router', 'subgraphs'];
