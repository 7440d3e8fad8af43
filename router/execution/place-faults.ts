import { type Data, isData } from './data.ts';
import type { ExecutableFetch } from './executable-fetch.ts';
import type { FieldFault } from './failures.ts';
import { unexpected } from './faults.ts';
import type { Run } from './run.ts';
import type { AnsweredFault } from './subgraph-answer.ts';

/** Puts the faults of an entity fetch on each place that their entity has. */
export function placeInEntities(
  run: Run,
  fetch: ExecutableFetch,
  faults: readonly AnsweredFault[],
  places: readonly (readonly Data[])[],
  answers: readonly unknown[],
): void {
  for (const fault of faults) {
    const index = indexOf(fault.path);
    const objects = index === undefined ? undefined : places[index];
    const path = pathIn(fetch, fault.path)?.slice(2) ?? [];
    if (!objects) placeAtNulls(run, fetch, places.flat(), fault);
    else if (path.length > 0) for (const object of objects) run.failures.addError(object, path, fault);
    // Why there is no entity is told for what its objects lack.
    else if (isData(answers[index ?? 0])) placeAtNulls(run, fetch, objects, fault);
  }
}

/** The entity that a fault of an entity fetch is of. */
export function indexOf(path: AnsweredFault['path']): number | undefined {
  return path?.[0] === '_entities' && typeof path[1] === 'number' ? path[1] : undefined;
}

/** A fault that says no place is that of the fields that came as null; of none, when none did. */
export function placeAtNulls(run: Run, fetch: ExecutableFetch, objects: readonly Data[], fault: FieldFault): void {
  let isPlaced = false;
  for (const object of objects) {
    for (const key of fetch.keys) {
      if (isPresent(object[key])) continue;
      run.failures.addError(object, [key], fault);
      isPlaced = true;
    }
  }
  if (!isPlaced) run.failures.unplaced.push(fault);
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined;
}

/** The path of a subgraph's fault, by the names of the response. */
export function pathIn({ renamed }: ExecutableFetch, path: AnsweredFault['path']): AnsweredFault['path'] {
  return renamed.size > 0 ? path?.map((step) => renamed.get(String(step)) ?? step) : path;
}

/** Why a fetch brought nothing. */
export function why({ subgraph }: ExecutableFetch, faults: readonly AnsweredFault[]): FieldFault {
  return faults[0] ?? unexpected(subgraph, 'It answered with another number of entities than it was asked for.');
}
