import type pg from 'pg';
import { listMigrations } from './migrate/migrations.ts';

/**
 * The names of a domain's migrations that its database has not had. It may have had others: those of a newer version
 * that was taken back.
 */
export async function missingMigrations(pool: pg.Pool, prismaFolder: string): Promise<string[]> {
  const names = (await listMigrations(prismaFolder)).map(({ name }) => name);
  const applied = new Set(await appliedMigrations(pool));
  return names.filter((name) => !applied.has(name));
}

async function appliedMigrations(pool: pg.Pool): Promise<string[]> {
  try {
    const { rows } = await pool.query<{ migration_name: string }>(
      'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return rows.map((row) => row.migration_name);
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: nothing was ever migrated. */
const UNDEFINED_TABLE = '42P01';
