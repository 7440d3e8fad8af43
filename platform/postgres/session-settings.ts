/**
 * How long a transaction may wait for its client, in milliseconds. A core that froze in the middle of one keeps its locks
 * no longer than this; a core that lives sends the next statement within a few milliseconds.
 */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** How long a statement waits for a lock, in milliseconds: longer than a frozen core can keep one. */
export const LOCK_MS = 8_000;

/** What statements run under: https://www.postgresql.org/docs/current/runtime-config-client.html */
const SETTINGS = {
  // Prisma writes and reads instants without their offset and means UTC; a server's own zone would shift them.
  TimeZone: 'UTC',
  // To compile a plan takes longer than to run any that a request needs.
  jit: 'off',
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  lock_timeout: LOCK_MS,
};

/**
 * The server, too, finds out that the path to its client is lost, within half a minute: by itself it takes two hours, and
 * until then the sessions count (https://www.postgresql.org/docs/current/runtime-config-connection.html).
 */
const TCP_SETTINGS = { tcp_keepalives_idle: 10, tcp_keepalives_interval: 5, tcp_user_timeout: 25_000 };

/** What a session is set to that a core works in. */
export const SESSION_SETTINGS: Settings = { ...SETTINGS, ...TCP_SETTINGS };

export type Settings = Readonly<Record<string, string | number>>;

/** The settings that are a core's own, by their names. */
export const OWN_SETTINGS = ['search_path', 'statement_timeout', ...Object.keys(SESSION_SETTINGS)];

/**
 * The `options` that a connection starts with. They cost no statement, as `SET` would, and last as long as it does.
 *
 * @param own those that the URL names itself.
 */
export function startupOptions(schema: string, settings: Settings, own: string | null): string {
  const all = Object.entries({ ...settings, search_path: `"${schema}"` });
  return [...(own === null ? [] : [own]), ...all.map(([name, value]) => `-c ${name}=${value}`)].join(' ');
}

/**
 * Begins a transaction with the same settings, for a pooler: what is set in it ends with it, and is never another's.
 *
 * @param timeoutMs after which each of its statements ends; 0 for no limit.
 */
export function beginWithSettings(schema: string, timeoutMs: number): string {
  const settings = Object.entries({ ...SETTINGS, statement_timeout: timeoutMs });
  const set = settings.map(([name, value]) => `SET LOCAL ${name} = '${value}'`);
  return ['BEGIN', `SET LOCAL search_path = "${schema}"`, ...set].join('; ');
}
