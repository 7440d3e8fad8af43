/** What typescript.mjs has Node ask for each module: https://nodejs.org/docs/latest-v20.x/api/module.html#loadurl-context-nextload */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return await nextLoad(url, context);
  return { format: 'module', source: await compiled(fileURLToPath(url)), shortCircuit: true };
}

/**
 * What a text compiles to is kept under its digest, so that a start compiles only what was edited; nothing that is kept is
 * ever out of date, and `npm ci` deletes all of it.
 */
async function compiled(path) {
  const text = readFileSync(path);
  const file = join(
    CACHE,
    `${basename(path, '.ts')}-${createHash('sha256').update(text).digest('hex').slice(0, 32)}.js`,
  );
  try {
    return readFileSync(file, 'utf8');
  } catch {
    const code = await compile(text.toString(), basename(path));
    try {
      // Whole or not at all: many processes start at once.
      const unfinished = `${file}.${randomUUID()}`;
      writeFileSync(unfinished, code);
      renameSync(unfinished, file);
    } catch {
      // Nothing can be written there: then the next start compiles it again.
    }
    return code;
  }
}

async function compile(text, sourcefile) {
  // Loaded where something has to be compiled, which is rare.
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    loader: 'ts',
    format: 'esm',
    target: 'node20.19',
    sourcefile,
    sourcemap: 'inline',
    sourcesContent: false,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return code;
}

const CACHE = resolve(import.meta.dirname, '../../node_modules/.cache/commerce-typescript');
try {
  mkdirSync(CACHE, { recursive: true });
} catch {
  // See above.
}
