import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { listMigrations } from './migrate/migrations.ts';
import { tablesIn } from './prisma-schema.ts';

/**
 * What this version of a domain reads and its database has no longer, in a few words; undefined when it has everything. A
 * migration of another version took it away, or gave it another name.
 */
export async function lostColumns(pool: pg.Pool, prismaFolder: string): Promise<string | undefined> {
  const tables = tablesIn(await readFile(join(prismaFolder, 'schema.prisma'), 'utf8'));
  const { rows } = await pool.query<{ name: string }>(COLUMNS);
  const there = new Set(rows.map(({ name }) => name));
  const lost = [...tables].flatMap(([table, columns]) =>
    columns.map(({ name }) => `${table}.${name}`).filter((column) => !there.has(column)),
  );
  if (lost.length === 0) return undefined;
  const known = new Set((await listMigrations(prismaFolder)).map(({ name }) => name));
  const { rows: applied } = await pool.query<{ name: string }>(APPLIED);
  const others = applied.map(({ name }) => name).filter((name) => !known.has(name));
  const blame = others.length > 0 ? `; it had ${others.join(', ')}, of another version` : '';
  return `its database lacks ${lost.join(', ')}, which this version reads${blame}`;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: undefined_column, undefined_table; Prisma's words for both. */
const LOST = new Set(['42703', '42P01', 'P2021', 'P2022', 'ColumnNotFound', 'TableDoesNotExist']);

/** Does an error with these codes say that a column or a table is not there? */
export function isLost(codes: readonly string[]): boolean {
  return codes.some((code) => LOST.has(code));
}

const COLUMNS = `
  SELECT c.relname || '.' || a.attname AS name
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped`;

const APPLIED = `
  SELECT migration_name AS name FROM _prisma_migrations
  WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY finished_at`;
