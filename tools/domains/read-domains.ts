import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Domain } from '@commerce/platform/domain';

/** The manifests of the domains whose code is in a folder, in the order of their names: each in its own `domain.ts`. */
export async function readDomains(folder: string): Promise<Domain[]> {
  const names = (await readdir(folder)).filter((name) => existsSync(join(folder, name, 'domain.ts'))).toSorted();
  return await Promise.all(
    names.map(async (name) => {
      const module = (await import(pathToFileURL(join(folder, name, 'domain.ts')).href)) as Record<string, Domain>;
      const domain = module[name];
      if (!domain) throw new Error(`${join(folder, name, 'domain.ts')} exports no ${name}.`);
      return domain;
    }),
  );
}
