import { z } from 'zod';
import { DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS } from '../call-context.ts';
import { databaseUrlProblems } from '../postgres/url-parameters.ts';
import { tracesVariables } from '../traces/traces.ts';
import { checkedUrl } from './checked-url.ts';
import { derivedDefault } from './derived-default.ts';
import { secretUrl } from './secrets.ts';
import { developmentSwitch } from './switches.ts';

/** A TCP port; 0 lets the system choose one. */
export const port = z.coerce.number().int().min(0).max(65_535).describe('a port, 0 to 65535');

export const positiveInt = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .describe('a whole number from 1');

/** As it is, or in the brackets that an IPv6 address has in a URL. */
export const listenAddress = z
  .string()
  .describe('the address to listen on, such as 0.0.0.0')
  .transform((host) => host.replace(/^\[(.+)\]$/, '$1'))
  .prefault('127.0.0.1');

/** What every process reads. */
export const processVariables = {
  ...tracesVariables,
  /** Anything but an explicit "development" or "test" is production, so that nobody has to remember a switch to be safe. */
  NODE_ENV: z
    .string()
    .default('production')
    .transform((name) => (name === 'development' || name === 'test' ? name : 'production')),
  HOST: listenAddress,
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('one of fatal, error, warn, info, debug, trace, silent'),
  DRAIN_MS: derivedDefault(
    z.coerce
      .number()
      .int()
      .min(0)
      .max(60_000)
      .optional()
      .describe('for how many milliseconds a process that is told to stop still serves, 0 to 60000'),
    ({ NODE_ENV }) => String(drainMs({ NODE_ENV: String(NODE_ENV) })),
  ),
};

/**
 * For how long a process that is told to stop still serves, while whoever sends requests learns that it is not ready.
 * Five seconds are longer than the router keeps an idle connection, and than a client takes to find a core that came
 * back; in development nobody sends any.
 */
export function drainMs({ NODE_ENV, DRAIN_MS }: DrainConfig): number {
  return DRAIN_MS ?? (NODE_ENV === 'production' ? 5_000 : 0);
}

export interface DrainConfig {
  NODE_ENV: string;
  DRAIN_MS?: number | undefined;
}

/** What every subgraph and the router read; the port is each one's own. */
export const graphqlVariables = {
  ...processVariables,
  /** The longest that a request may take; its caller may ask for less. */
  REQUEST_TIMEOUT_MS: positiveInt
    .max(LONGEST_TIMEOUT_MS)
    .describe(`a whole number, 1 to ${LONGEST_TIMEOUT_MS}`)
    .default(DEFAULT_TIMEOUT_MS),
  /** What a process works on at once: more is refused before it costs anything. */
  MAX_REQUESTS_IN_FLIGHT: positiveInt.default(1_000),
  /** The fields of one answer; more are not made. */
  MAX_RESPONSE_FIELDS: positiveInt.default(200_000),
  /** Does it tell its schema? By introspection, `_service`, and the names that a client may have meant. */
  INTROSPECTION: developmentSwitch,
};

const databaseUrl = secretUrl(
  checkedUrl(/^postgres(ql)?$/, databaseUrlProblems).describe(
    'a PostgreSQL URL, such as postgresql://user:password@host:5432/database',
  ),
);

/** What every core on PostgreSQL reads. */
export const databaseVariables = {
  DATABASE_URL: databaseUrl,
  /** Of the same database, for migrations, where a pooler stands before it. */
  DIRECT_DATABASE_URL: databaseUrl.optional(),
  /** Of copies of it that stand by, for reads that may be a second old. */
  DATABASE_READ_URL: databaseUrl.optional(),
  DATABASE_POOL_SIZE: positiveInt.default(10),
};
