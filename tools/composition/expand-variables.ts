import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fileReason } from './read-yaml.ts';

/**
 * Puts in place of each `${env.NAME}` and `${file.path}`, anywhere in a configuration, what a variable or a file has, and what
 * stands behind `:-` where there is none, as Rover does (https://github.com/apollographql/rover/pull/1574). Paths start from
 * the current folder.
 *
 * @param schema of what is in the configuration then.
 */
export function expandVariables<T extends z.ZodType>(schema: T) {
  return z.preprocess((value, context) => expandAll(value, [], context), schema);
}

type Issues = Pick<z.RefinementCtx, 'addIssue'>;

function expandAll(value: unknown, path: PropertyKey[], issues: Issues): unknown {
  if (typeof value === 'string') return expand(value, path, issues);
  if (Array.isArray(value)) return value.map((item, index) => expandAll(item, [...path, index], issues));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expandAll(item, [...path, key], issues)]));
}

function expand(text: string, path: PropertyKey[], issues: Issues): string {
  return text.replaceAll(VARIABLE, (written, kind?: string, name = '', otherwise?: string) => {
    const [known, expected] = kind === 'file' ? fromFile(name) : fromEnvironment(kind, name);
    const value = known ?? otherwise;
    if (value === undefined) issues.addIssue({ code: 'custom', path, message: expected });
    return value ?? written;
  });
}

/** Whatever is in the braces: what is neither of the two has no kind. */
const VARIABLE = /\$\{(?:(env|file)\.((?:(?!:-)[^}])+)(?::-([^}]*))?|[^}]*)\}/g;

function fromEnvironment(kind: string | undefined, name: string): [string | undefined, string] {
  if (kind === undefined) return [undefined, '${env.NAME} or ${file.path} in the braces'];
  return [process.env[name], `the variable ${name} to be set, or a default: \${env.${name}:-default}`];
}

function fromFile(name: string): [string | undefined, string] {
  try {
    return [readFileSync(name, 'utf8'), ''];
  } catch (error) {
    return [undefined, `the file ${name} to read (${fileReason(error)})`];
  }
}
