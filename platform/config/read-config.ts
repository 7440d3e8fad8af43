import { z } from 'zod';
import { isWholeSentence } from './checked-url.ts';
import { misspeltVariables } from './misspelt-variables.ts';
import { isNeededInProduction } from './needed-in-production.ts';
import { secrecyOf } from './secrets.ts';
import { type Environment, variablesGiven } from './variables-given.ts';

/**
 * Reads a process's configuration from environment variables, once, at its start.
 *
 * @param schema one entry for each variable, named as the variable; `description` says what is expected.
 * @throws ConfigError that lists every variable at fault, with what was expected and what came.
 */
export function readConfig<T extends z.ZodRawShape>(
  schema: z.ZodObject<T>,
  env: Environment = process.env,
): z.infer<z.ZodObject<T>> {
  const { values, problems: ofFiles } = variablesGiven(schema, env);
  const result = schema.safeParse(values);
  const wrong = (name: string, message = '') => {
    const variable = schema.shape[name] as z.ZodType | undefined;
    return `${name}: expected ${(variable && expectedBy(variable)) ?? message}, got ${describe(values[name], variable)}`;
  };
  const problems = [
    ...misspeltVariables(Object.keys(schema.shape), values),
    ...ofFiles,
    ...(result.error?.issues ?? []).map((issue) => {
      const name = String(issue.path[0]);
      return isWholeSentence(issue) ? `${name}: ${issue.message}` : wrong(name, issue.message);
    }),
    ...missing(schema, values).map((name) => wrong(name)),
  ];
  if (!result.success || problems.length > 0) throw new ConfigError(problems);
  return result.data;
}

/** @returns the variables that have a default for development alone, and that a process in production was not given. */
function missing({ shape }: z.ZodObject, values: Environment): string[] {
  const isProduction = 'NODE_ENV' in shape && !['development', 'test'].includes(values['NODE_ENV'] ?? '');
  if (!isProduction) return [];
  return Object.entries(shape).flatMap(([name, variable]) =>
    values[name] === undefined && isNeededInProduction(variable) ? [name] : [],
  );
}

function expectedBy(variable: z.ZodType): string | undefined {
  return z.toJSONSchema(variable, { unrepresentable: 'any', io: 'input' }).description;
}

/** What came, for whoever has to mend it. */
function describe(got: string | undefined, variable: z.ZodType | undefined): string {
  if (got === undefined) return 'nothing';
  const secrecy = secrecyOf(variable);
  if (secrecy === 'text') return 'another text, not shown because it is secret';
  // A value may be that of another variable, and a key may stand where its path should.
  if (secrecy === 'url' || /@|-----BEGIN/.test(got)) return 'another text, not shown because it may hold a password';
  return JSON.stringify(got);
}

export class ConfigError extends Error {
  constructor(problems: string[]) {
    super(`The configuration is not valid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}
