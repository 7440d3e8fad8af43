/**
 * Makes build/, what production runs: the JavaScript of the router, the subgraphs and the cores, with what they read
 * beside it. A process that compiled for itself would keep 60 MB for it, and take twice as long to start.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { promisify } from 'node:util';
import { readDomains } from './domains/read-domains.ts';

const ROOT = resolve(import.meta.dirname, '..');
const BUILD = join(ROOT, 'build');

const domains = await readDomains(join(ROOT, 'subgraphs'));
const workspaces = ['platform', 'router', ...domains.map(({ name }) => `subgraphs/${name}`)];

await rm(BUILD, { recursive: true, force: true });
await compile();
await refuseTests();
for (const path of [
  'platform',
  'router',
  'subgraphs',
  'protos',
  'supergraph.graphql',
  'persisted-query-manifest.json',
  'operations',
  'playground/generated',
])
  await copyFiles(path);
for (const workspace of workspaces) await makePackage(workspace);

/** Fails where types do, and then writes nothing. */
async function compile(): Promise<void> {
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const run = promisify(execFile)(process.execPath, [compiler, '--project', join(ROOT, 'tsconfig.build.json')]);
  await run.catch((error: { stdout?: string }) => {
    throw new Error(`The compiler refused:\n${error.stdout}`);
  });
}

/** The image has no tests: what imports one would compile here, and not there. */
async function refuseTests(): Promise<void> {
  const tests = (await readdir(BUILD, { recursive: true })).filter((path) => path.split(sep).includes('test'));
  if (tests.length > 0) throw new Error(`What runs in production imports tests, which its image has not: ${tests[0]}.`);
}

/** What is read while a process runs: SDL, migrations, messages. */
async function copyFiles(path: string): Promise<void> {
  await cp(join(ROOT, path), join(BUILD, path), {
    recursive: true,
    filter: (source) => {
      const steps = relative(ROOT, source).split(sep);
      return !source.endsWith('.ts') && !steps.includes('node_modules') && !steps.includes('test');
    },
  });
}

/** Makes the others find it by its name, compiled, and itself what only it depends on. */
async function makePackage(workspace: string): Promise<void> {
  const folder = join(BUILD, workspace);
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { name: string; exports: object };
  await writeFile(file, JSON.stringify({ ...manifest, exports: { './*': './*.js' } }, undefined, 2));
  const place = join(BUILD, 'node_modules', manifest.name);
  await mkdir(dirname(place), { recursive: true });
  await symlink(relative(dirname(place), folder), place);
  const own = join(ROOT, workspace, 'node_modules');
  if (existsSync(own)) await symlink(relative(folder, own), join(folder, basename(own)));
}
