import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build, type BuildOptions, type Metafile } from 'esbuild';
import { licencesOf } from './licences.ts';

/**
 * Makes what a browser loads into `generated/`: the page of the playground, the first page and that of the docs, and in `assets/` what they
 * load, each with its gzip beside it. A file's name has the hash of what is in it, so that it never changes. `licences.txt` has those
 * of all packages in them.
 */
export async function buildPages(): Promise<void> {
  await rm(OUT, { recursive: true, force: true });
  const { workers, metafiles } = await buildWorkers();
  const { metafile, outputFiles } = await build({
    ...SHARED,
    entryPoints: ['page/playground.tsx', 'page/first-page.ts', 'page/docs.ts'],
    splitting: true,
    define: { ...SHARED.define, WORKERS: JSON.stringify(workers) },
  });
  // A part that is loaded later has its styles in those of the page already.
  const loaded = outputFiles.filter(({ path }) => !path.endsWith('.css') || isOfPage(basename(path), metafile));
  await Promise.all([
    ...loaded.map(({ path, contents }) => writeAsset(basename(path), contents)),
    ...['playground', 'first-page', 'docs'].map((name) => writePage(name, metafile)),
  ]);
  await writeFile(join(OUT, 'licences.txt'), await licencesOf(FOLDER, [metafile, ...metafiles]));
}

function isOfPage(css: string, { outputs }: Metafile): boolean {
  return Object.values(outputs).some(({ entryPoint, cssBundle }) => {
    return entryPoint?.startsWith('page/') === true && cssBundle !== undefined && basename(cssBundle) === css;
  });
}

const FOLDER = import.meta.dirname;
const OUT = join(FOLDER, 'generated');
const ASSETS = '/playground/assets';

const SHARED = {
  absWorkingDir: FOLDER,
  outdir: OUT,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  publicPath: ASSETS,
  loader: { '.ttf': 'file' },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'error',
} satisfies BuildOptions;

/** What the editors do beside the page, by the label that Monaco asks for it with. */
const WORKERS = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

/** @returns the URL of each, and what they were made of. */
async function buildWorkers(): Promise<{ workers: Record<string, string>; metafiles: Metafile[] }> {
  const built = Object.entries(WORKERS).map(async ([label, module]) => {
    const { outputFiles, metafile } = await build({ ...SHARED, entryPoints: { [`${label}-worker`]: module } });
    const files = await Promise.all(outputFiles.map(({ path, contents }) => writeAsset(basename(path), contents)));
    return { metafile, worker: [label, files[0] ?? ''] as const };
  });
  const all = await Promise.all(built);
  return {
    workers: Object.fromEntries(all.map(({ worker }) => worker)),
    metafiles: all.map(({ metafile }) => metafile),
  };
}

/** @returns its URL. */
async function writeAsset(name: string, contents: Uint8Array): Promise<string> {
  const file = join(OUT, 'assets', name);
  await mkdir(join(OUT, 'assets'), { recursive: true });
  await writeFile(file, contents);
  // A font is packed already.
  if (!name.endsWith('.ttf')) await writeFile(`${file}.gz`, await promisify(gzip)(contents, { level: 9 }));
  return `${ASSETS}/${name}`;
}

/** Says what the page loads, all at once: else a browser would learn of each part from the one before. */
async function writePage(name: string, { outputs }: Metafile): Promise<void> {
  const [path, entry] =
    Object.entries(outputs).find(([, { entryPoint = '' }]) => entryPoint.startsWith(`page/${name}.`)) ?? [];
  if (path === undefined || !entry) throw new Error(`Nothing was built of the page ${name}.`);
  const url = (file: string) => `${ASSETS}/${basename(file)}`;
  const loaded = partsOf(path, outputs).filter((part) => part !== path);
  const head = [
    ...(entry.cssBundle === undefined ? [] : [`<link rel="stylesheet" href="${url(entry.cssBundle)}">`]),
    ...loaded.map((part) => `<link rel="modulepreload" href="${url(part)}">`),
    `<script type="module" src="${url(path)}"></script>`,
  ];
  const page = await readFile(join(FOLDER, `page/${name}.html`), 'utf8');
  await writeFile(
    join(OUT, `${name}.html`),
    page.replace('</head>', () => `  ${head.join('\n  ')}\n</head>`),
  );
}

/** What a script imports, and what that does: but what formats a text only when somebody asks for it. */
function partsOf(path: string, outputs: Metafile['outputs'], found = new Set<string>()): string[] {
  const inputs = Object.keys(outputs[path]?.inputs ?? {});
  if (found.has(path) || inputs.some((input) => input.includes('/prettier/'))) return [...found];
  found.add(path);
  for (const { path: next } of outputs[path]?.imports ?? []) partsOf(next, outputs, found);
  return [...found];
}
