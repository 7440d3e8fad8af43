import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { copyDatabase } from '@commerce/embedded-postgres/empty-database';
import { inject } from 'vitest';

/** As much of the repository as one domain needs to be worked on, in a folder where a test may change it. */
export interface DevRepository {
  path: string;
  /** Replaces a text in a file; it must be there. */
  edit(file: string, before: string, after: string): Promise<void>;
  remove(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../..');

/** Of the folders under `subgraphs/`. */
export async function domainNames(): Promise<string[]> {
  const entries = await readdir(join(ROOT, 'subgraphs'), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The own domain's folder, and of the others the protos, the SDL and the manifests alone. */
export async function makeDevRepository(own: string): Promise<DevRepository> {
  const path = await mkdtemp(join(tmpdir(), 'commerce-dev-'));
  const copied = ['supergraph.yaml', 'protos', `subgraphs/${own}`];
  const others = (await domainNames()).flatMap((name) =>
    ['domain.ts', 'graph/schema.graphql'].map((file) => `subgraphs/${name}/${file}`),
  );
  for (const entry of [...copied, ...others]) {
    await mkdir(dirname(join(path, entry)), { recursive: true });
    await cp(join(ROOT, entry), join(path, entry), { recursive: true });
  }
  await symlink(join(ROOT, 'node_modules'), join(path, 'node_modules'));
  // A new database takes seconds to make.
  await mkdir(join(path, '.data/dev'), { recursive: true });
  copyDatabase(inject('databaseTemplate'), join(path, '.data/dev', own));
  return {
    path,
    async edit(file, before, after) {
      const text = await readFile(join(path, file), 'utf8');
      if (!text.includes(before)) throw new Error(`${file} does not have ${before}`);
      await writeFile(join(path, file), text.replace(before, after));
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
