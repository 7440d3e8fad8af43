import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isWholeSentence } from './checked-url.ts';

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
    ...issues.map((issue) => {
      const { path, message } = issue;
      const name = String(path[0]);
      if (isWholeSentence(issue)) return `${name}: ${message}`;
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

/** What came, for whoever has to mend it; an address may hold a password. */
function describe(name: string, got: string | undefined): string {
  if (got === undefined) return 'nothing';
  if (name.endsWith('_SECRET')) return 'another text, not shown because it is secret';
  return /_(URL|ENDPOINT|CORE)$/.test(name) && /[@?]/.test(got)
    ? 'another text, not shown because it may hold a password'
    : JSON.stringify(got);
}

export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
