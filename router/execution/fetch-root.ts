import type { ExecutableFetch } from './executable-fetch.ts';
import { toFaultOf } from './faults.ts';
import { merge } from './merge.ts';
import { pathIn, placeAtNulls, why } from './place-faults.ts';
import { objectsFor, refusalOfCopies, type Run, send } from './run.ts';

/** Fetches the fields of a root type. They may be for objects further down: a field can give the root type again. */
export async function fetchRoot(run: Run, fetch: ExecutableFetch): Promise<void> {
  const { failures, types } = run;
  const objects = objectsFor(run, fetch);
  if (objects.length === 0) return;
  const { data, faults } = await send(run, fetch);
  const tooMany = refusalOfCopies(run, [data], [objects]);
  if (tooMany) {
    for (const object of objects) failures.addFailure(object, fetch.keys, toFaultOf(fetch.subgraph, tooMany));
    return;
  }
  fetch.rewriteOutput?.(data);
  for (const object of objects) if (data) merge(types, object, data, objects.length > 1);
  for (const fault of faults) {
    const path = pathIn(fetch, fault.path);
    const isPlaced = path !== undefined && fetch.keys.has(String(path[0]));
    if (isPlaced) for (const object of objects) failures.addError(object, path, fault);
    else if (data) placeAtNulls(run, fetch, objects, fault);
  }
  for (const object of objects) if (!data) failures.addFailure(object, fetch.keys, why(fetch, faults));
}
