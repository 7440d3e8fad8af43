import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { UserError } from '../errors/user-error.ts';
import { listMigrations } from './migrations.ts';
import { withSchemaEngine } from './schema-engine.ts';

/**
 * Applies the migrations that a database lacks, in the order of their names, and records them in `_prisma_migrations`
 * as `prisma migrate deploy` does. It never resets anything; a migration that was changed after it was applied, or
 * that failed half-way, is an error.
 *
 * @param prismaFolder holds `schema.prisma` and `migrations/`.
 * @returns the names of the migrations applied now.
 * @throws UserError that says why not.
 */
export async function migrate(url: string, prismaFolder: string): Promise<string[]> {
  const migrationsList = await readMigrations(prismaFolder);
  const schema = await readFile(join(prismaFolder, 'schema.prisma'), 'utf8');
  try {
    return await withSchemaEngine(url, schema, async (engine) => {
      const filters = { externalTables: [], externalEnums: [] };
      const history = { migrationsList, filters, optInToShadowDatabase: false };
      // Applying does not look at what was applied before.
      const { editedMigrationNames: edited } = await engine.diagnoseMigrationHistory(history);
      if (edited.length > 0) throw new Error(`changed after they were applied: ${edited.join(', ')}`);
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
    });
  } catch (error) {
    throw new UserError(`Cannot migrate the database with ${prismaFolder}: ${reasonOf(error)}`, error);
  }
}

/** The engine's messages end with a stack, in which the name of the failed migration stands. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [reason = ''] = text.split(/^ +0: /m);
  const name = /migration_name="([^"]+)"/.exec(text)?.[1];
  return `${name ? `${name}: ` : ''}${reason.trim()}`;
}

async function readMigrations(prismaFolder: string): Promise<MigrationList> {
  const baseDir = join(prismaFolder, 'migrations');
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(baseDir, 'migration_lock.toml'), 'utf8'),
  };
  const migrationDirectories = await Promise.all(
    (await listMigrations(prismaFolder)).map(async ({ name, folder }) => {
      const value = await readFile(join(folder, 'migration.sql'), 'utf8');
      return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
    }),
  );
  return { baseDir, lockfile, shadowDbInitScript: '', migrationDirectories };
}
