import { readdir, readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { entityForms } from './domain-names.ts';
import { TEMPLATE } from './renaming.ts';

/** The folder of the domain that others are copied from; its files stand in it as they will in the repository. */
export const TEMPLATE_FOLDER = resolve(import.meta.dirname, '../../template');

/**
 * The files that a new domain begins with.
 *
 * @param withParent also with what stands between the comments "with --extends" and "end of --extends".
 * @returns their texts by their paths from the template's folder.
 */
export async function templateFiles(withParent: boolean): Promise<Map<string, string>> {
  const entries = await readdir(TEMPLATE_FOLDER, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(TEMPLATE_FOLDER, join(parentPath, name)))
    .filter((path) => !/(^|\/)(generated|node_modules)\//.test(path) && !OF_TEMPLATE.has(path))
    .filter((path) => withParent || !namesParent(path));
  const files = await Promise.all(
    paths.toSorted().map(async (path) => {
      const text = await readFile(join(TEMPLATE_FOLDER, path), 'utf8');
      return [
        path,
        path.endsWith('.json') ? ofJson(text, withParent) : text.replaceAll(BLOCK, withParent ? '$1' : ''),
      ] as const;
    }),
  );
  return new Map(files);
}

/** What the copy has in the repository already, or does not need. */
const OF_TEMPLATE = new Set(['README.md', 'protos/buf.yaml']);

const BLOCK =
  /^ *(?:\/\/|#|--|<!--) with --extends(?: -->)?\n(.*?)^ *(?:\/\/|#|--|<!--) end of --extends(?: -->)?\n/gms;

/** JSON has no comments: each line that names the parent is about it. */
function ofJson(text: string, withParent: boolean): string {
  return text
    .split('\n')
    .filter((line) => withParent || !namesParent(line))
    .join('\n');
}

/** Is it about the entity of another subgraph that the template's domain adds to? */
export function namesParent(text: string): boolean {
  return entityForms(TEMPLATE.parent).some((form) => text.includes(form));
}
