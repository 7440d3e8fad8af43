import pg from 'pg';
import { UserError } from '../errors/user-error.ts';
import { readDatabaseUrl, type DatabaseAddress } from './database-url.ts';

/**
 * The URL for what changes tables, which needs a session of its own: DIRECT_DATABASE_URL where it is set, in the schema of
 * DATABASE_URL.
 *
 * @throws UserError when the two name different schemas.
 */
export function directUrl(config: { DATABASE_URL: string; DIRECT_DATABASE_URL?: string | undefined }): string {
  const [usual, direct] = [new URL(config.DATABASE_URL), new URL(config.DIRECT_DATABASE_URL ?? config.DATABASE_URL)];
  const schema = usual.searchParams.get('schema');
  if (schema === null || schema === direct.searchParams.get('schema')) return direct.href;
  if (direct.searchParams.has('schema')) {
    throw new UserError(`DIRECT_DATABASE_URL: expected schema=${schema}, as DATABASE_URL has it, got another schema.`);
  }
  direct.searchParams.set('schema', schema);
  return direct.href;
}

/**
 * Looks whether a database can be migrated by this URL, and makes the schema that it names where it is missing.
 *
 * @returns what to connect by: each connection works in that schema.
 * @throws UserError when a pooler stands between; what the connection failed with.
 */
export async function openSchema(url: string): Promise<DatabaseAddress> {
  // A migration has no limits but those that it sets itself: it may wait for others, and take long.
  const address = readDatabaseUrl(url, {});
  const { connectionString, schema, isPooled } = address;
  if (isPooled) throw throughPooler();
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 });
  // A server that ends the connection just then would end the process.
  client.on('error', () => {});
  await client.connect();
  try {
    if (schema === 'public') return address;
    const { rows } = await client.query<{ isTaken: boolean; isThere: boolean }>(LOOK, [schema]);
    if (!rows[0]?.isTaken) throw throughPooler();
    // Who may not make one may still have been given one.
    if (!rows[0].isThere) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    return address;
  } finally {
    await client.end();
  }
}

const LOOK = `SELECT replace(current_setting('search_path'), '"', '') = $1 AS "isTaken",
  EXISTS (SELECT FROM pg_namespace WHERE nspname = $1) AS "isThere"`;

function throughPooler(): UserError {
  return new UserError(
    'a pooler stands before the server, which gives no session of its own and drops its settings: name the server itself in DIRECT_DATABASE_URL.',
  );
}
