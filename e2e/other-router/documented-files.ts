import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { OtherRouter } from './other-routers.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const PAGE = resolve(ROOT, 'docs/other-routers.md');

/**
 * The files of a router by their names, as docs/other-routers.md gives them: each in a block that begins with its name.
 *
 * @param addresses of the subgraphs' endpoints by their names, in the place of those on the page.
 */
export async function documentedFiles(
  { files }: OtherRouter,
  addresses: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const blocks = (await readFile(PAGE, 'utf8')).match(/^ {4}(?:#|\/\/) .*\n(?: {4}.*\n|\n(?= {4}))*/gm) ?? [];
  const textOf = (name: string) => {
    const block = blocks.find((text) => text.split(/\s+/)[2] === name);
    if (block === undefined) throw new Error(`${PAGE} has no block that begins with ${name}.`);
    return Object.entries(addresses).reduce(
      (text, [subgraph, url]) => text.replaceAll(`http://${subgraph}-graph:4000/graphql`, url),
      block.replaceAll(/^ {4}/gm, ''),
    );
  };
  return Object.fromEntries(files.map((name) => [name, textOf(name)]));
}

/** What of this repository they name: the supergraph, and the schema of each subgraph. */
export async function repositoryFiles(subgraphs: readonly string[]): Promise<Record<string, string>> {
  const names = ['supergraph.graphql', ...subgraphs.map((name) => `subgraphs/${name}/graph/schema.graphql`)];
  const texts = names.map(async (name) => [name, await readFile(resolve(ROOT, name), 'utf8')] as const);
  return Object.fromEntries(await Promise.all(texts));
}
