import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { UserError } from '@commerce/platform/errors/user-error';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';

/**
 * Reads a YAML file that people write.
 *
 * @param schema what must be in it; the messages of its issues say what was expected.
 * @throws UserError that lists everything at fault: file:line:column and path, what was expected, and what came.
 */
export async function readYaml<T>(file: string, schema: z.ZodType<T>): Promise<T> {
  const name = fromHere(file);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UserError(`Cannot read ${name}: ${fileReason(error)}; check the path.`, error);
  });
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lineCounter.linePos(offset);
    return `  ${name}:${line}:${col}: `;
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ pos, message }) => `${at(pos[0])}${message}`);
    throw new UserError([`${name} is not valid YAML:`, ...problems].join('\n'));
  }

  const value: unknown = document.toJS();
  const result = await schema.safeParseAsync(value);
  if (result.success) return result.data;
  const problems = result.error.issues
    .flatMap((issue) => {
      const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
      return paths.map((path) => ({ path, offset: offsetOf(document, path), expected: issue.message }));
    })
    // As they stand in the file.
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ path, offset, expected }) => {
      const what = path.length > 0 ? path.join('.') : 'the file';
      return `${at(offset)}${what}: expected ${expected}, got ${show(valueAt(value, path))}`;
    });
  throw new UserError([`${name} is not valid:`, ...problems].join('\n'));
}

/** A file's path from the current folder. */
export function fromHere(file: string): string {
  return relative(process.cwd(), resolve(file));
}

/** Why a file could not be read or written, without its path: `ENOENT: no such file or directory`. */
export function fileReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split(',')[0] ?? message;
}

type Path = readonly PropertyKey[];

/** Where a path's value begins, or else where what lacks it begins. */
function offsetOf(document: Document, path: Path): number {
  const node = document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => (parent as Record<PropertyKey, unknown> | undefined)?.[key], value);
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
