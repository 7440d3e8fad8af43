import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Migration {
  /** Of its folder. Migrations are applied in the order of their names. */
  name: string;
  folder: string;
}

/**
 * The migrations of a domain's store, in order: the domain's own, and platform's, which every domain has.
 *
 * @param prismaFolder holds the domain's `migrations/`.
 */
export async function listMigrations(prismaFolder: string): Promise<Migration[]> {
  const migrations = await Promise.all([join(prismaFolder, 'migrations'), PLATFORM].map(migrationsIn));
  return migrations.flat().toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** For the tables that platform itself reads and writes: see once.ts. */
const PLATFORM = join(import.meta.dirname, 'migrations');

async function migrationsIn(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => ({ name, folder: join(folder, name) }));
}
