import { setTimeout as wait } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { UserError } from '../../errors/user-error.ts';

/**
 * Runs some work in a transaction, while no other migration of this database does: not of another run, and not of Prisma's own
 * command, which takes the same lock. The lock ends with the transaction, so that it holds behind a pooler, too. It is asked
 * for again and again instead of waited for: a statement that waits has a snapshot, and an index that is made concurrently waits
 * for all of those.
 */
export async function inTurn<T>(client: ClientBase, work: () => Promise<T>): Promise<T> {
  const until = Date.now() + TURN_WAIT_MS;
  for (;;) {
    await client.query('BEGIN');
    try {
      const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [
        PRISMAS_LOCK,
      ]);
      if (rows[0]?.mine) {
        const result = await work();
        await client.query('COMMIT');
        return result;
      }
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
    await client.query('ROLLBACK');
    if (Date.now() > until)
      throw new UserError('another run migrates the database for ten minutes already: run it again later.');
    await wait(TURN_POLL_MS);
  }
}

/** For what a transaction does: writers queue behind a statement that waits for its lock, and so no longer than this. */
export async function limitLocks(client: ClientBase): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
}

/**
 * Tries some work again while somebody else holds what it needs, with pauses in which the others go on.
 *
 * @param onRetry is told before each pause.
 * @throws UserError when it could not have its locks in any of the attempts; what the work throws otherwise.
 */
export async function untilUnlocked<T>(
  work: () => Promise<T>,
  onRetry: (attempt: number, of: number) => void,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLocked(error)) throw error;
      if (attempt === ATTEMPTS) {
        throw new UserError(
          `others held what it changes in each of ${ATTEMPTS} attempts. Look for long transactions in pg_stat_activity, and run it again.`,
          error,
        );
      }
      onRetry(attempt, ATTEMPTS);
      await wait(Math.min(100 * 2 ** attempt, 5_000) * (0.5 + Math.random() / 2));
    }
  }
}

/** Somebody else works on the same, without a statement having waited for it. */
export class LockedError extends Error {}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: lock_not_available, deadlock_detected. */
function isLocked(error: unknown): boolean {
  const { code } = error as { code?: string };
  return error instanceof LockedError || code === '55P03' || code === '40P01';
}

/** Of https://github.com/prisma/prisma-engines, schema-engine/connectors/sql-schema-connector. */
const PRISMAS_LOCK = 72_707_369;
const TURN_POLL_MS = 200;
const TURN_WAIT_MS = 600_000;
const LOCK_MS = 500;
/** About two minutes. */
const ATTEMPTS = 30;
