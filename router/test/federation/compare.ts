import type { Answer } from './served-federation.ts';

/** What the router says, still, in place of the cause (see 3 and 4). */
const OPEN = 'The server failed; the fault is not in the request.';

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
 * 2. The same error twice: two subgraphs that share a field both have it.
 * 3. A field that fails where null is forbidden costs its neighbours in the subgraph's answer, which a router knows nothing
 *    of then. They may be told with its message, when the same null takes them from the client too.
 * 4. The router asks once for what a client asks for under several names. A field that fails where null is forbidden, below
 *    one of them, then costs the same object under each; it is told there, or below.
 * 5. A null in a place that allows none: each server says it in words of its own.
 *
 * @param forgiving the monolith's answer where every field may be null: all errors that there are.
 */
export function difference(got: Answer, right: Answer, forgiving: Answer): string | undefined {
  const data = right.data ?? null;
  const told = (got.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));
  const expected = (right.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));
  const possible = (forgiving.errors ?? []).map(({ message, path = [] }): Told => ({ message, path }));

  const underOtherName = (path: Path) =>
    told.some(
      (each) =>
        samePath(each.path.slice(0, path.length), path) &&
        expected.some(
          (other) => sameIndices(nullAt(data, other.path), path) && (sameMessage(other, each) || each.message === OPEN),
        ),
    );
  const wrongData = dataDifference(got.data ?? null, data, [], underOtherName);
  if (wrongData !== undefined) return wrongData;

  const isReal = (error: Told) =>
    [...expected, ...possible].some((each) => samePath(each.path, error.path) && sameMessage(each, error)) ||
    (isNullMessage(error.message) && isNull(forgiving.data ?? null, error.path));
  for (const error of told) {
    if (isReal(error) || underOtherName(nullAt(got.data ?? null, error.path))) continue;
    const at = nullAt(data, error.path);
    const causes = [...told.filter(isReal), ...expected].filter((each) => samePath(nullAt(data, each.path), at));
    const isNeighbour = causes.some((cause) => sameMessage(cause, error) || error.message === OPEN);
    if (at.length === error.path.length || !isNeighbour) return `an error that nothing has: ${show(error)}`;
  }
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

function dataDifference(
  got: unknown,
  right: unknown,
  path: Path,
  isAllowedNull: (path: Path) => boolean,
): string | undefined {
  const here = `at ${JSON.stringify(path)}`;
  if (Array.isArray(got) && Array.isArray(right) && got.length === right.length) {
    return first(right.map((each, at) => dataDifference(got[at], each, [...path, at], isAllowedNull)));
  }
  if (isObject(got) && isObject(right)) {
    const [has, wants] = [Object.keys(got), Object.keys(right)];
    if (JSON.stringify(has.toSorted()) !== JSON.stringify(wants.toSorted())) {
      return `the keys ${has.join(', ')} in place of ${wants.join(', ')} ${here}`;
    }
    const below = first(wants.map((key) => dataDifference(got[key], right[key], [...path, key], isAllowedNull)));
    if (below !== undefined) return below;
    return has.join() === wants.join()
      ? undefined
      : `the order ${has.join(', ')} in place of ${wants.join(', ')} ${here}`;
  }
  return JSON.stringify(got) === JSON.stringify(right) || (got === null && isAllowedNull(path))
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

/** Whether two paths differ in names alone. */
function sameIndices(one: Path, other: Path): boolean {
  return (
    one.length === other.length &&
    one.every((key, at) => (typeof key === 'number' ? key === other[at] : typeof other[at] === 'string'))
  );
}

function show({ message, path }: Told): string {
  return `${message} at ${JSON.stringify(path)}`;
}
