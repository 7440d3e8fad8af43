import type pg from 'pg';

/**
 * Deletes the oldest rows of the `requests` table, a limited number of them, if they are older than so many milliseconds by the
 * database's clock, which wrote their time. It passes over rows that another core is deleting.
 *
 * It is one transaction, which sets its own limit and leaves nothing in the session: a core that dies in it leaves all its
 * rows or none, and a pooler may give the next transaction to another one.
 *
 * @returns how many.
 */
export async function deleteOldRequests(pool: pg.Pool, olderThanMs: number, atMost: number): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = ${LIMIT_MS}`);
    const { rowCount } = await client.query(DELETE, [olderThanMs / 1_000, atMost]);
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** By the place of a row, which no one changes: no plan can read the whole table. */
const DELETE = `
  DELETE FROM requests WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM requests WHERE created_at < now() - make_interval(secs => $1::double precision)
    ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`;

/** In milliseconds. A batch takes a few; a database that needs more for it has something else to do. */
const LIMIT_MS = 2_000;
