import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import prettier from 'prettier';
import { checkNewDomain } from './check-new-domain.ts';
import { domainNames, type NewDomain } from './domain-names.ts';
import { registerDomain } from './register-domain.ts';
import { renderTemplates } from './render-templates.ts';

/**
 * Writes the files of a new domain, and names it in those that name every domain.
 *
 * @param root of the repository.
 * @returns the paths of the new files and of the changed ones.
 * @throws UserError when it cannot be made; then nothing was written.
 */
export async function writeNewDomain(
  root: string,
  domain: NewDomain,
): Promise<{ created: string[]; changed: string[] }> {
  await checkNewDomain(root, domain);
  const names = domainNames(domain, await nextNumber(root), new Date());
  const [created, changed] = [await renderTemplates(names), await registerDomain(root, names)];
  const there = [...created.keys()].filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new UserError(`There is ${there.join(', ')} already. Nothing was written.`);
  const texts = await Promise.all(
    [...created, ...changed].map(async ([path, text]) => [path, await format(root, path, text)] as const),
  );
  for (const [path, text] of texts) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { created: [...created.keys()], changed: [...changed.keys()] };
}

/** After the highest that a domain has. */
async function nextNumber(root: string): Promise<number> {
  const text = await readFile(join(root, 'standalone/config.ts'), 'utf8');
  const numbers = [...text.matchAll(/domainVariables\('\w+', (\d+)\)/g)].map(([, number]) => Number(number));
  return Math.max(0, ...numbers) + 1;
}

/** As `npm run format` would, in a repository that was formatted before. */
async function format(root: string, path: string, text: string): Promise<string> {
  const { inferredParser } = await prettier.getFileInfo(join(root, path));
  if (!inferredParser) return text;
  const options = await prettier.resolveConfig(join(root, path));
  return await prettier.format(text, { ...options, parser: inferredParser });
}
