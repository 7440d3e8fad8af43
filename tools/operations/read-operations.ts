import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Source } from 'graphql';

/** @returns the `.graphql` files of a folder, named from it: `operations/account-page.graphql`; none where it is missing. */
export async function readOperations(folder: string): Promise<Source[]> {
  const names = await readdir(folder).catch((): string[] => []);
  const files = names.filter((name) => name.endsWith('.graphql')).toSorted();
  return await Promise.all(
    files.map(async (name) => new Source(await readFile(join(folder, name), 'utf8'), `${basename(folder)}/${name}`)),
  );
}
