import { SESSION_SETTINGS, type Settings, startupOptions } from './session-settings.ts';

/** What a database's URL says, in the terms of pg and of Prisma. */
export interface DatabaseAddress {
  /** For pg, with what its sessions are set to. */
  connectionString: string;
  /** Where the domain's tables are. */
  schema: string;
  /** Does a pooler give each transaction another session? Then none is set to anything, and none can be cancelled. */
  isPooled: boolean;
}

/**
 * @param url that has no problems: see databaseUrlProblems().
 * @param settings of the sessions, beside their schema.
 */
export function readDatabaseUrl(url: string, settings: Settings = SESSION_SETTINGS): DatabaseAddress {
  const address = new URL(url);
  const { searchParams } = address;
  const schema = searchParams.get('schema') ?? 'public';
  const isPooled = searchParams.get('pgbouncer') === 'true';
  searchParams.delete('schema');
  searchParams.delete('pgbouncer');
  // A pooler would refuse them, or drop them.
  if (!isPooled) searchParams.set('options', startupOptions(schema, settings, searchParams.get('options')));
  return { connectionString: address.href, schema, isPooled };
}
