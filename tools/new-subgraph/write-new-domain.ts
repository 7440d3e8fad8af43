import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { defineDomain } from '@commerce/platform/domain';
import prettier from 'prettier';
import { nextPorts } from '../domains/ports.ts';
import { readDomains } from '../domains/read-domains.ts';
import { registerDomain } from '../domains/register-domain.ts';
import { checkNewDomain } from './check-new-domain.ts';
import type { NewDomain } from './domain-names.ts';
import { renaming } from './renaming.ts';
import { templateFiles } from './template-files.ts';

/**
 * Writes the files of a new domain, which are the template's under other names, and names it in those that name every
 * domain.
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
  const ports = nextPorts(await readDomains(join(root, 'subgraphs')));
  const rename = renaming(domain, ports, new Date());
  const files = [...(await templateFiles(domain.parent !== undefined))];
  const created = new Map(files.map(([path, text]) => [rename(path), rename(text)]));
  const there = [...created.keys()].filter((path) => existsSync(join(root, path)));
  if (there.length > 0) throw new UserError(`There is ${there.join(', ')} already. Nothing was written.`);
  const manifest = defineDomain(join(root, 'subgraphs', domain.domain), { name: domain.domain, ports });
  const changed = await registerDomain(root, manifest);
  const texts = await Promise.all(
    [...created, ...changed].map(async ([path, text]) => [path, await format(root, path, text)] as const),
  );
  for (const [path, text] of texts) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return { created: [...created.keys()], changed: [...changed.keys()] };
}

/** As `npm run format` would, in a repository that was formatted before. */
async function format(root: string, path: string, text: string): Promise<string> {
  const { inferredParser } = await prettier.getFileInfo(join(root, path));
  if (!inferredParser) return text;
  const options = await prettier.resolveConfig(join(root, path));
  return await prettier.format(text, { ...options, parser: inferredParser });
}
