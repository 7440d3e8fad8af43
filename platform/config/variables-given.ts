import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { secrecyOf } from './secrets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

interface VariablesGiven {
  /** Of all variables that are set, those of other programs too. */
  values: Record<string, string>;
  /** The paths of the files that some were read from, by the variable's name. */
  files: Record<string, string>;
  /** What is wrong with the files. */
  problems: string[];
}

/**
 * Reads the variables that are set, and those that are given as files: `DATABASE_URL_FILE` names the file with DATABASE_URL,
 * as secrets are mounted. An empty variable is an absent one: that is what `VARIABLE= command` and compose files mean by it.
 * So is a blank one, which would be the number 0.
 */
export function variablesGiven({ shape }: z.ZodObject, env: Environment): VariablesGiven {
  const values: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined && value.trim() !== '') values[name] = value;
  const files: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of Object.keys(shape)) {
    const path = values[`${name}_FILE`];
    if (path === undefined) continue;
    if (values[name] !== undefined) problems.push(`${name}_FILE: expected nothing beside ${name}, got a file as well`);
    files[name] = path;
    try {
      values[name] = readFileSync(path, 'utf8').trim();
    } catch (error) {
      const isSecret = secrecyOf(shape[name]) !== undefined && !/^\.{0,2}\//.test(path);
      const got = isSecret ? 'another text, not shown because it may be the secret itself' : path;
      problems.push(`${name}_FILE: expected the path of a file that can be read, got ${got} (${codeOf(error)})`);
    }
  }
  return { values, files, problems };
}

/** Without the message, which has the path again. */
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
