import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import Mustache from 'mustache';
import type { DomainNames } from './domain-names.ts';

/**
 * The files of a new domain. A template is a file under `template/` with the path that it is for; the path is a template
 * too.
 *
 * @returns their texts by their paths from the repository's root.
 */
export async function renderTemplates(names: DomainNames): Promise<Map<string, string>> {
  const entries = await readdir(TEMPLATES, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(TEMPLATES, join(parentPath, name)))
    // What is about another's entity is left out where there is none.
    .filter((path) => names['extends'] === true || !path.includes('{{parent'));
  const rendered = await Promise.all(
    files.toSorted().map(async (path) => {
      const text = await readFile(join(TEMPLATES, path), 'utf8');
      return [render(path.replace(/\.mustache$/, ''), names), render(text, names)] as const;
    }),
  );
  return new Map(rendered);
}

const TEMPLATES = join(import.meta.dirname, 'template');

/** https://mustache.github.io/mustache.5.html, without its escapes for HTML. */
export function render(template: string, names: DomainNames): string {
  return Mustache.render(template, names, {}, { escape: String });
}
