import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { tracesVariables } from './traces/traces.ts';

/**
 * Reads a process's configuration from environment variables, once, at its start.
 *
 * @param schema one entry for each variable, named as the variable; `description` says what is expected.
 * @throws ConfigError that lists every variable at fault, with what was expected and what came.
 */
export function readConfig<T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<T>> {
  // An empty variable is an absent one: that is what `VARIABLE= command` and compose files mean by it.
  // So is a blank one, which would be the number 0.
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const { values, problems } = readFiles(Object.keys(schema.shape), set);
  const given = { ...set, ...values };
  const result = schema.safeParse(given);
  if (result.success && problems.length === 0) return result.data;
  const issues = result.error?.issues ?? [];
  throw new ConfigError([
    ...problems,
    ...issues.map(({ path, message }) => {
      const name = String(path[0]);
      const expected =
        schema.shape[name] &&
        z.toJSONSchema(schema.shape[name] as z.ZodType, { unrepresentable: 'any', io: 'input' }).description;
      const got = given[name];
      return `${name}: expected ${expected ?? message}, got ${describe(name, got)}`;
    }),
  ]);
}

/** The variables that are given as files: `DATABASE_URL_FILE` names the file with DATABASE_URL, as secrets are mounted. */
function readFiles(names: string[], env: Readonly<Record<string, string | undefined>>) {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of names) {
    const path = env[`${name}_FILE`];
    if (path === undefined) continue;
    if (env[name] !== undefined) problems.push(`${name}_FILE: expected nothing beside ${name}, got a file as well`);
    try {
      values[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      problems.push(`${name}_FILE: expected the path of a file that can be read, got ${path} (${reason})`);
    }
  }
  return { values, problems };
}

/** What came, for whoever has to mend it; a URL may hold a password. */
function describe(name: string, got: string | undefined): string {
  if (got === undefined) return 'nothing';
  return /_(URL|ENDPOINT)$/.test(name) && got.includes('@')
    ? 'another text, not shown because it may hold a password'
    : JSON.stringify(got);
}

export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** A TCP port; 0 lets the system choose one. */
export const port = z.coerce.number().int().min(0).max(65_535).describe('a port, 0 to 65535');

export const positiveInt = z.coerce
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 1)
  .describe('a whole number from 1');

/** The longest that a request may take, in milliseconds; its caller may ask for less. */
export const requestTimeout = positiveInt.default(10_000);

/** What every process reads. */
export const processVariables = {
  ...tracesVariables,
  /** Anything but an explicit "development" or "test" is production, so that nobody has to remember a switch to be safe. */
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('production')
    .describe('production, development or test'),
  HOST: z.string().default('127.0.0.1').describe('the address to listen on, such as 0.0.0.0'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('one of fatal, error, warn, info, debug, trace, silent'),
  DRAIN_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(60_000)
    .optional()
    .describe('for how many milliseconds a process that is told to stop still serves, 0 to 60000'),
};

/**
 * For how long a process that is told to stop still serves, while whoever sends requests learns that it is not ready.
 * Five seconds are longer than the router keeps an idle connection, and than a client takes to find a core that came
 * back; in development nobody sends any.
 */
export function drainMs({ NODE_ENV, DRAIN_MS }: { NODE_ENV: string; DRAIN_MS?: number | undefined }): number {
  return DRAIN_MS ?? (NODE_ENV === 'production' ? 5_000 : 0);
}

/** What every subgraph and the router read; the port is each one's own. */
export const graphqlVariables = { ...processVariables, REQUEST_TIMEOUT_MS: requestTimeout };

/** What every core on PostgreSQL reads. */
export const databaseVariables = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .describe('a PostgreSQL URL, such as postgresql://user:password@host:5432/database'),
  DATABASE_POOL_SIZE: positiveInt.default(10),
};

/** The host and port of a core as gRPC writes it, or several: `ipv4:10.0.0.1:50051,10.0.0.2:50051`. */
export const grpcAddress = z
  .string()
  .regex(/^[\w.:,[\]/-]+:\d+$/)
  .describe('the address of a gRPC server, such as localhost:50051');
