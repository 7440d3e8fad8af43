import { MAX_ERRORS } from '@commerce/platform/graphql/few-errors';
import type { Answer } from './served-federation.ts';

type Path = readonly (string | number)[];
interface Told {
  message: string;
  path: Path;
}

/**
 * What is wrong in a router's answer, or undefined. The data has to be the same as the monolith's, the order of its keys
 * too. So have the errors, each a message at a path, but for what federation cannot tell or GraphQL leaves open:
 *
 * 1. Several fields below a null that they made together: the specification leaves open which of them are told (a server
 *    may cancel the rest, https://spec.graphql.org/September2025/#sec-Handling-Execution-Errors). One has to be, and each
 *    that is has to be an error that the field really has.
 * 2. A null in a place that allows none: each server says it in words of its own.
 * 3. What comes after MAX_ERRORS.
 *
 * @param forgiving the monolith's answer where every field may be null: all errors that there are.
 */
export function difference(got: Answer, right: Answer, forgiving: Answer): string | undefined {
  const data = right.data ?? null;
  const told = (got.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));
  const expected = (right.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));
  const possible = (forgiving.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));

  const wrongData = dataDifference(got.data ?? null, data, []);
  if (wrongData !== undefined) return wrongData;

  for (const [at, error] of told.entries()) {
    const isReal =
      [...expected, ...possible].some((each) => samePath(each.path, error.path) && sameMessage(each, error)) ||
      (isNullMessage(error.message) && isNull(forgiving.data ?? null, error.path));
    if (!isReal) return `an error that nothing has: ${show(error)}`;
    if (told.slice(0, at).some((each) => show(each) === show(error))) return `an error is told twice: ${show(error)}`;
  }
  if (told.length > MAX_ERRORS) return `${told.length} errors are more than there may be`;
  if (told.length === MAX_ERRORS) return undefined;
  for (const error of expected) {
    const at = nullAt(data, error.path);
    const lost =
      at.length === error.path.length
        ? !told.some((each) => samePath(each.path, error.path))
        : !told.some((each) => samePath(at, each.path.slice(0, at.length)));
    if (lost) return `an error is lost: ${show(error)}`;
  }
  return undefined;
}

function dataDifference(got: unknown, right: unknown, path: Path): string | undefined {
  const here = `at ${JSON.stringify(path)}`;
  if (Array.isArray(got) && Array.isArray(right) && got.length === right.length) {
    return first(right.map((each, at) => dataDifference(got[at], each, [...path, at])));
  }
  if (isObject(got) && isObject(right)) {
    const [has, wants] = [Object.keys(got), Object.keys(right)];
    if (JSON.stringify(has.toSorted()) !== JSON.stringify(wants.toSorted())) {
      return `the keys ${has.join(', ')} in place of ${wants.join(', ')} ${here}`;
    }
    const below = first(wants.map((key) => dataDifference(got[key], right[key], [...path, key])));
    if (below !== undefined) return below;
    return has.join() === wants.join()
      ? undefined
      : `the order ${has.join(', ')} in place of ${wants.join(', ')} ${here}`;
  }
  return JSON.stringify(got) === JSON.stringify(right)
    ? undefined
    : `${JSON.stringify(got)} in place of ${JSON.stringify(right)} ${here}`;
}

function first(differences: (string | undefined)[]): string | undefined {
  return differences.find((each) => each !== undefined);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The path of the null that an error made: its own, or that of the nearest parent that may be null. */
function nullAt(data: unknown, path: Path): Path {
  let value = data;
  for (const [at, key] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, at);
    value = (value as Record<string | number, unknown>)[key];
  }
  return path;
}

function isNull(data: unknown, path: Path): boolean {
  let value = data;
  for (const key of path) {
    if (value === null || value === undefined) return false;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value === null;
}

function isNullMessage(message: string): boolean {
  return message.startsWith('Cannot return null for non-nullable');
}

function sameMessage(one: Told, other: Told): boolean {
  return one.message === other.message || (isNullMessage(one.message) && isNullMessage(other.message));
}

function samePath(one: Path, other: Path): boolean {
  return one.length === other.length && one.every((key, at) => key === other[at]);
}

function show({ message, path }: Told): string {
  return `${message} at ${JSON.stringify(path)}`;
}
