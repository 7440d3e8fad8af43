import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ignore from 'ignore';

/**
 * The owners of some files, by the last line of CODEOWNERS that matches each
 * (https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners).
 *
 * @param files from the repository's root.
 * @returns each owner's files; those of a file without owners are "nobody"'s.
 */
export async function ownersOf(folder: string, files: readonly string[]): Promise<Map<string, string[]>> {
  const text = await readFile(join(folder, '.github/CODEOWNERS'), 'utf8').catch(() => '');
  const rules = text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([pattern]) => pattern)
    .map(([pattern = '', ...owners]) => ({ matches: ignore().add(pattern), owners }))
    .toReversed();
  const filesOf = new Map<string, string[]>();
  for (const file of files) {
    const { owners } = rules.find(({ matches }) => matches.ignores(file)) ?? { owners: [] };
    for (const owner of owners.length > 0 ? owners : ['nobody'])
      filesOf.set(owner, [...(filesOf.get(owner) ?? []), file]);
  }
  return filesOf;
}
