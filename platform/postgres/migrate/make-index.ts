import type { ClientBase } from 'pg';
import { LockedError } from './locks.ts';

/**
 * Runs a statement that must stand outside a transaction, and can be run again: one that makes an index concurrently clears
 * away what an earlier attempt left, for PostgreSQL keeps the index of a failed one, which costs every write and serves no read.
 *
 * @see https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
 * @throws LockedError while somebody else makes an index of the same table.
 */
export async function makeIndex(client: ClientBase, sql: string): Promise<void> {
  const index = CREATE_INDEX.exec(sql)?.groups;
  if (index) {
    const { name = '', table = '' } = index;
    const { rows } = await client.query<{ isValid: boolean; isWorkedOn: boolean }>(STATE, [name, table]);
    const [found] = rows;
    if (found?.isValid) return;
    if (found?.isWorkedOn) throw new LockedError(`Somebody works on ${table}.`);
    if (found) await client.query(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
  }
  await client.query(sql);
}

/** An index that is made is invalid, too, and whoever makes it holds this lock on the table. */
const STATE = `
  SELECT i.indisvalid AS "isValid", EXISTS (
    SELECT FROM pg_locks l
    WHERE l.relation = i.indrelid AND l.mode = 'ShareUpdateExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  ) AS "isWorkedOn"
  FROM pg_index i WHERE i.indexrelid = to_regclass($1) AND i.indrelid = to_regclass($2)`;

const NAME = String.raw`"[^"]+"|[a-z_][a-z0-9_]*`;
const CREATE_INDEX = new RegExp(
  String.raw`^\s*CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+(IF\s+NOT\s+EXISTS\s+)?(?<name>${NAME})\s+ON\s+(?<table>${NAME})`,
  'im',
);
