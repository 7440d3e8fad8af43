import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors/user-error.ts';

export interface Migration {
  /** Of its folder. Migrations are applied in the order of their names. */
  name: string;
  folder: string;
  /** Is it one of platform's, which every domain has? */
  isShared: boolean;
}

/** How a migration's SQL is run: in one transaction; as one statement outside any; as one statement, until it changes nothing. */
export type Manner = 'in a transaction' | 'outside a transaction' | 'in batches';

export interface MigrationFile extends Migration {
  sql: string;
  manner: Manner;
  /** SHA-256 of the file, in hex, as Prisma counts it. */
  checksum: string;
  /** Those of the file's earlier texts: whoever applied one of these has what this one makes. */
  earlierChecksums: string[];
}

/**
 * The migrations of a domain's store, in order: the domain's own, and platform's, which every domain has.
 *
 * @param prismaFolder holds the domain's `migrations/`.
 */
export async function listMigrations(prismaFolder: string): Promise<Migration[]> {
  const migrations = [
    ...(await migrationsIn(join(prismaFolder, 'migrations'), false)),
    ...(await migrationsIn(PLATFORM, true)),
  ];
  return migrations.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The same with what they do. @throws UserError for a file that cannot be read, or whose first lines name no known manner. */
export async function readMigrations(prismaFolder: string): Promise<MigrationFile[]> {
  return await Promise.all((await listMigrations(prismaFolder)).map(readMigration));
}

/** For the tables that platform itself reads and writes: see once.ts. */
const PLATFORM = join(import.meta.dirname, '../migrations');

async function migrationsIn(folder: string, isShared: boolean): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.map((name) => ({ name, folder: join(folder, name), isShared }));
}

/** One migration with what it does. @throws UserError as `readMigrations` does. */
export async function readMigration(migration: Migration): Promise<MigrationFile> {
  const { name, folder } = migration;
  const sql = await readFile(join(folder, 'migration.sql'), 'utf8').catch((error: unknown) => {
    throw new UserError(`The migration ${name} has no file migration.sql that can be read.`, error);
  });
  const earlier = await readFile(join(folder, 'earlier-checksums.txt'), 'utf8').catch(() => '');
  return {
    ...migration,
    sql,
    manner: mannerOf(name, sql),
    checksum: createHash('sha256').update(sql).digest('hex'),
    earlierChecksums: earlier.match(/^[0-9a-f]{64}\b/gm) ?? [],
  };
}

/** A line such as `-- migrate: in batches` says it. */
function mannerOf(name: string, sql: string): Manner {
  const said = /^-- migrate:(.*)$/m.exec(sql)?.[1]?.trim();
  if (said === undefined) return 'in a transaction';
  if (said === 'outside a transaction' || said === 'in batches') return said;
  throw new UserError(
    `The migration ${name} says "-- migrate: ${said}": expected "outside a transaction" or "in batches", or no such line.`,
  );
}
