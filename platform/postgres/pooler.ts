import type { RequestPool } from './pool.ts';
import { LOCK_MS } from './session-settings.ts';

/** What to do when a pooler is found that nobody told us of. */
const THROUGH_POOLER = 'a pooler stands before it: add pgbouncer=true to DATABASE_URL';

/**
 * Finds a pooler that takes what a connection sets and drops it. Without those settings instants are shifted, and what a
 * statement sets stays in a session for whoever gets it next.
 *
 * @returns what to wait for: nothing, when the sessions are the pool's own.
 */
export async function unknownPooler(pool: RequestPool): Promise<string | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ pid: number; lockMs: string }>(LOOK);
    const { processID } = client as typeof client & { processID: number };
    const [session] = rows;
    // The embedded database takes no settings either, and says whose session it is.
    return session?.pid === processID || session?.lockMs === String(LOCK_MS) ? undefined : THROUGH_POOLER;
  } finally {
    client.release();
  }
}

const LOOK = `SELECT pg_backend_pid() AS pid, setting AS "lockMs" FROM pg_settings WHERE name = 'lock_timeout'`;

/** @returns what to do, when it was a pooler that refused the settings of a connection. */
export function poolerRefusal(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isRefusal = 'code' in error && error.code === PROTOCOL_VIOLATION && /startup parameter/i.test(error.message);
  return isRefusal ? `${error.message}: ${THROUGH_POOLER}` : undefined;
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const PROTOCOL_VIOLATION = '08P01';
