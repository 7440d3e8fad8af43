import { addressProblems } from '../config/checked-url.ts';
import { parameterProblems, type UrlParameter } from '../config/url-parameter.ts';
import { OWN_SETTINGS } from './session-settings.ts';

const oneOf = (...values: string[]): Pick<UrlParameter, 'values' | 'takes'> => ({
  values: `one of ${values.join(', ')}`,
  takes: (value) => values.includes(value),
});
const file: Pick<UrlParameter, 'values' | 'takes'> = { values: 'the path of a file', takes: (value) => value !== '' };

/** All that a database's URL may ask for. docs/connections.md is made of it. */
export const DATABASE_PARAMETERS: readonly UrlParameter[] = [
  {
    name: 'schema',
    values: 'a name of up to 63 letters, digits, `_`, `$` and `-`',
    takes: (value) => /^[a-z_][\w$-]{0,62}$/i.test(value),
    meaning:
      'The schema in which all of the domain’s tables are, `_prisma_migrations` too; `public` without it. `npm run migrate` makes it where it is missing. No other schema is looked into.',
  },
  {
    name: 'pgbouncer',
    ...oneOf('true', 'false'),
    meaning:
      'A pooler stands before the server and gives each transaction another of its sessions. Then nothing is left in a session, and no statement is cancelled from outside: see below.',
  },
  {
    name: 'sslmode',
    ...oneOf('disable', 'no-verify', 'prefer', 'require', 'verify-ca', 'verify-full'),
    meaning:
      'TLS: `disable` speaks none, `no-verify` verifies no certificate, all others verify it with its name. Without it, none is spoken.',
  },
  {
    name: 'sslrootcert',
    ...file,
    meaning:
      'The authority that the server’s certificate is verified by. It is read for each new connection, as the next two are: when it is renewed, nothing has to be restarted.',
  },
  { name: 'sslcert', ...file, meaning: 'The certificate that is shown to the server.' },
  { name: 'sslkey', ...file, meaning: 'Its private key.' },
  {
    name: 'sslnegotiation',
    ...oneOf('postgres', 'direct'),
    meaning: '`direct` begins with TLS at once, which PostgreSQL 17 and newer take.',
  },
  {
    name: 'uselibpqcompat',
    ...oneOf('true', 'false'),
    meaning: '`true` gives `sslmode` the meanings that it has for `psql`.',
  },
  {
    name: 'host',
    values: 'the path of a folder',
    takes: (value) => value.startsWith('/'),
    meaning: 'The folder of the server’s Unix socket, which is used instead of the host before it.',
  },
  {
    name: 'application_name',
    values: 'a text',
    takes: (value) => value !== '',
    meaning: 'The name in `pg_stat_activity`; `commerce-<domain>` without it.',
  },
  {
    name: 'options',
    values: 'settings as `-c name=value`',
    takes: (value) => value !== '',
    meaning: `Further settings of each session. Those that a core needs are its own: ${OWN_SETTINGS.map((name) => `\`${name}\``).join(', ')}. A pooler takes none.`,
  },
];

const LEAVE_OUT = 'leave it out';
const PATH = 'it stands before the ?';
const ENDS_ITSELF = `${LEAVE_OUT}, each statement ends with its request`;

/** What Prisma and libpq know beside these (https://www.prisma.io/docs/orm/overview/databases/postgresql#connection-url). */
const REFUSED: Readonly<Record<string, string>> = {
  connection_limit: 'set DATABASE_POOL_SIZE',
  max: 'set DATABASE_POOL_SIZE',
  pool_timeout: `${LEAVE_OUT}, a call waits for a connection as long as it has time`,
  connect_timeout: `${LEAVE_OUT}, a connection is given up after 5 seconds and tried again`,
  socket_timeout: ENDS_ITSELF,
  query_timeout: ENDS_ITSELF,
  statement_timeout: ENDS_ITSELF,
  lock_timeout: `${LEAVE_OUT}, a wait for a lock ends after 8 seconds`,
  statement_cache_size: `${LEAVE_OUT}, no prepared statement has a name`,
  prepare_threshold: `${LEAVE_OUT}, no prepared statement has a name`,
  ssl: 'write sslmode',
  sslaccept: 'write sslmode=verify-full or sslmode=no-verify',
  sslidentity: 'name PEM files in sslcert and sslkey',
  sslpassword: 'name a key without a password in sslkey',
  search_path: 'write schema',
  timezone: `${LEAVE_OUT}, it is always UTC`,
  user: PATH,
  password: PATH,
  port: PATH,
  dbname: PATH,
  database: PATH,
};

/** What is wrong with a database's URL, in sentences without a full stop; nothing, when all of it is used. */
export function databaseUrlProblems(url: URL): string[] {
  const options = url.searchParams.get('options') ?? '';
  const isPooled = url.searchParams.get('pgbouncer') === 'true';
  const taken = OWN_SETTINGS.filter((name) => sets(options, name));
  return [
    ...addressProblems(url),
    ...parameterProblems(url, DATABASE_PARAMETERS, REFUSED),
    ...taken.map((name) => `options must not set ${name}: ${name === 'search_path' ? 'write schema' : LEAVE_OUT}`),
    ...(isPooled && options
      ? ['options cannot stand beside pgbouncer=true: set them for the role in the database']
      : []),
  ];
}

/** In all the ways of https://www.postgresql.org/docs/current/app-postgres.html: `-c name=…`, `-cname=…`, `--name=…`. */
function sets(options: string, name: string): boolean {
  return new RegExp(`(^|\\s)(-c\\s*|--)${name.replaceAll('_', '[_-]')}\\s*=`, 'i').test(options);
}
