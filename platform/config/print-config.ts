import { z } from 'zod';
import { redactUrls } from '../values/redact-urls.ts';
import { derivedDefaultOf } from './derived-default.ts';
import { secrecyOf } from './secrets.ts';
import { type Environment, variablesGiven } from './variables-given.ts';

/**
 * Shows what is in force, a line for each variable that a process reads: its value, and where that is from. Secrets are
 * shown as `***`, in a URL what may be one.
 *
 * @param schema see read-config.ts.
 * @param config what it made of the environment.
 */
export function printConfig(schema: z.ZodObject, config: object, env: Environment = process.env): string {
  const { values, files } = variablesGiven(schema, env);
  const inForce = new Map<string, unknown>(Object.entries(config));
  const lines = Object.entries(schema.shape).map(([name, variable]) => {
    const given = values[name];
    const made = inForce.get(name);
    const value =
      typeof made === 'string'
        ? made
        : (given ?? defaultOf(variable) ?? derivedDefaultOf(variable, Object.fromEntries(inForce)) ?? '');
    const from = files[name] ?? (given !== undefined ? 'the environment' : value === '' ? 'not set' : 'the default');
    return { text: `${name}=${withoutSecrets(value, variable)}`, from };
  });
  const width = Math.min(MAX_WIDTH, Math.max(...lines.map(({ text }) => text.length)));
  return lines.map(({ text, from }) => `${text.padEnd(width)} # ${from}`).join('\n');
}

function withoutSecrets(value: string, variable: z.core.$ZodType): string {
  if (value === '' || secrecyOf(variable) !== 'text') return redactUrls(value);
  return '***';
}

function defaultOf(variable: z.core.$ZodType): string | undefined {
  const { default: value } = z.toJSONSchema(variable, { unrepresentable: 'any', io: 'input' });
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value);
}

/** In characters: a longer value does not move the others' origins away. */
const MAX_WIDTH = 60;
