/**
 * How long a transaction may wait for its client, in milliseconds. A core that froze in the middle of one keeps its locks
 * no longer than this; a core that lives sends the next statement within a few milliseconds.
 */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** How long a statement waits for a lock, in milliseconds: longer than a frozen core can keep one. */
const LOCK_MS = 8_000;

/** A connection's settings: https://www.postgresql.org/docs/current/runtime-config-client.html and -connection.html. */
const SETTINGS = {
  // Prisma writes and reads instants without their offset and means UTC; a server's own zone would shift them.
  TimeZone: 'UTC',
  // To compile a plan takes longer than to run any that a request needs.
  jit: 'off',
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  lock_timeout: LOCK_MS,
  // The server, too, finds out that the path to its client is lost, within half a minute: by itself it takes two hours,
  // and until then the sessions count.
  tcp_keepalives_idle: 10,
  tcp_keepalives_interval: 5,
  tcp_user_timeout: 25_000,
};

/**
 * The `options` that a connection starts with. They cost no statement, as `SET` would, and last as long as it does.
 *
 * @param url the database's; options that it names itself come first, for pg takes them instead of others.
 */
export function withSessionSettings(url: string): string {
  const settings = Object.entries(SETTINGS).map(([name, value]) => `-c ${name}=${value}`);
  const parsed = new URL(url);
  const own = parsed.searchParams.get('options');
  parsed.searchParams.set('options', [...(own === null ? [] : [own]), ...settings].join(' '));
  return parsed.href;
}
