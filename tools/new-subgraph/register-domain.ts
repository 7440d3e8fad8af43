import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import type { DomainNames } from './domain-names.ts';
import { type Place, PLACES } from './places.ts';
import { render } from './render-templates.ts';

/**
 * The files of the repository that name every domain, with a new one in them, after the others.
 *
 * @param root of the repository.
 * @returns their new texts by their paths.
 * @throws UserError when a file no longer has the place where a domain belongs.
 */
export async function registerDomain(root: string, names: DomainNames): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const place of PLACES) {
    const text = texts.get(place.file) ?? (await readFile(join(root, place.file), 'utf8'));
    texts.set(place.file, `${addTo(text.trimEnd().split('\n'), place, names).join('\n')}\n`);
  }
  return texts;
}

/** Goes by the last line that matches. */
function addTo(lines: readonly string[], place: Place, names: DomainNames): string[] {
  const pattern = 'after' in place ? place.after : 'before' in place ? place.before : place.at;
  const index = lines.findLastIndex((line) => pattern.test(line));
  if (index < 0) {
    throw new UserError(`${place.file} has no line like ${pattern}, where domains stand: add this one by hand.`);
  }
  if ('append' in place) return lines.with(index, `${lines[index]}${render(place.append, names)}`);
  const added = render(place.insert, names).replace(/\n$/, '').split('\n');
  return lines.toSpliced('before' in place ? index : index + 1, 0, ...added);
}
