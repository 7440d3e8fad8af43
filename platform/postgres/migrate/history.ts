import type { ClientBase } from 'pg';
import { UserError } from '../../errors/user-error.ts';
import type { MigrationFile } from './migrations.ts';

/** What a database says of one attempt to apply a migration. */
export interface Attempt {
  name: string;
  checksum: string;
  /** `failed` stands for one that began and did not end: it may have left something. One that was rolled back left nothing. */
  outcome: 'applied' | 'failed' | 'rolled back';
}

/**
 * Makes the table that records migrations, as Prisma's own command makes it, where it is missing.
 *
 * @throws UserError when the database has other tables: what they are is not known.
 */
export async function ensureHistory(client: ClientBase, { mayHaveTables }: { mayHaveTables: boolean }): Promise<void> {
  if (await hasHistory(client)) return;
  const { rows } = await client.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1 LIMIT 1`,
  );
  const [table] = rows;
  if (table && !mayHaveTables) {
    throw new UserError(
      `The database has tables (${table.name}) and no record of migrations: name an empty one in DATABASE_URL, or mark what it has with --resolve <name> --applied.`,
    );
  }
  await client.query(CREATE);
}

/** All attempts, in their order; none where nothing was ever migrated. */
export async function readHistory(client: ClientBase): Promise<Attempt[]> {
  if (!(await hasHistory(client))) return [];
  const { rows } = await client.query<Attempt>(
    `SELECT migration_name AS name, checksum, CASE
       WHEN rolled_back_at IS NOT NULL THEN 'rolled back' WHEN finished_at IS NOT NULL THEN 'applied' ELSE 'failed'
     END AS outcome
     FROM _prisma_migrations ORDER BY started_at`,
  );
  return rows;
}

export async function recordApplied(client: ClientBase, { name, checksum }: MigrationFile): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES (gen_random_uuid(), $1, $2, now(), clock_timestamp(), 1)`,
    [checksum, name],
  );
}

/** Records an attempt that left nothing, and why it failed. */
export async function recordRolledBack(
  client: ClientBase,
  { name, checksum }: MigrationFile,
  logs: string,
): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, rolled_back_at)
     VALUES (gen_random_uuid(), $1, $2, $3, clock_timestamp())`,
    [checksum, name, logs],
  );
}

/** Records that one begins whose work nothing takes back. An earlier attempt that did not end goes on as this one. */
export async function recordBegun(client: ClientBase, { name, checksum }: MigrationFile): Promise<void> {
  await markRolledBack(client, name);
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES (gen_random_uuid(), $1, $2)`,
    [checksum, name],
  );
}

/**
 * Records how the attempt ended that has begun: with nothing to say, well.
 *
 * @returns false when another run recorded an end before.
 */
export async function recordEnd(client: ClientBase, name: string, logs?: string): Promise<boolean> {
  const { rowCount } = await client.query(
    logs === undefined
      ? `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1 ${UNFINISHED}`
      : `UPDATE _prisma_migrations SET logs = $2 ${UNFINISHED}`,
    logs === undefined ? [name] : [name, logs],
  );
  return (rowCount ?? 0) > 0;
}

/** Marks what began and did not end as gone. @returns false when there was no such attempt. */
export async function markRolledBack(client: ClientBase, name: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE _prisma_migrations SET rolled_back_at = clock_timestamp() ${UNFINISHED}`,
    [name],
  );
  return (rowCount ?? 0) > 0;
}

const UNFINISHED = 'WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL';

async function hasHistory(client: ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_prisma_migrations') AS has`,
  );
  return rows[0]?.has === true;
}

/** https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories, column for column. */
const CREATE = `CREATE TABLE _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;
