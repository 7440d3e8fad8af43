import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

/**
 * The packages that a page is made of, each with its licence and what it says of others': a bundle has no comments, and whoever passes
 * it on passes on what most licences ask for.
 *
 * @param folder is what the paths in a metafile start from.
 */
export async function licencesOf(folder: string, metafiles: readonly Metafile[]): Promise<string> {
  const inputs = metafiles.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap((output) => Object.keys(output.inputs)),
  );
  const packages = new Set(inputs.flatMap((input) => PACKAGE.exec(input)?.[0] ?? []));
  const texts = await Promise.all([...packages].map((path) => licenceOf(join(folder, path))));
  // One package in several places says the same.
  return [...new Set(texts)].toSorted().join(`\n${'-'.repeat(80)}\n\n`);
}

/** The folder of the innermost package that has a file. */
const PACKAGE = /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/;
const SAYS_SO = /^(licen[cs]e|copying|notice|third-?party)/i;

async function licenceOf(path: string): Promise<string> {
  const said = JSON.parse(await readFile(join(path, 'package.json'), 'utf8')) as Record<string, unknown>;
  const files = (await readdir(path)).filter((name) => SAYS_SO.test(name)).toSorted();
  const texts = await Promise.all(files.map((name) => readFile(join(path, name), 'utf8')));
  return [`${String(said['name'])} ${String(said['version'])}: ${String(said['license'])}\n`, ...texts].join('\n');
}
