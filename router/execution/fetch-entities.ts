import { isData } from './data.ts';
import type { EntityFetch } from './executable-fetch.ts';
import { toFaultOf, unknownEntity } from './faults.ts';
import { merge } from './merge.ts';
import { indexOf, placeInEntities, why } from './place-faults.ts';
import { represent, type Sending } from './represent.ts';
import { objectsFor, refusalOfCopies, type Run, send } from './run.ts';

/** Fetches fields of entities: each that is the same is sent once, and its answer goes to every place. */
export async function fetchEntities(run: Run, fetch: EntityFetch): Promise<void> {
  const sendings = represent(run, fetch, objectsFor(run, fetch));
  await Promise.all(sendings.map((sending) => fetchSending(run, sending)));
}

async function fetchSending(run: Run, { fetch, representations, places }: Sending): Promise<void> {
  const { failures, types } = run;
  const { data, faults } = await send(run, fetch, { representations });
  const answers = data?.['_entities'];
  if (!Array.isArray(answers) || answers.length !== representations.length) {
    for (const object of places.flat()) failures.addFailure(object, fetch.keys, why(fetch, faults));
    return;
  }
  const tooMany = refusalOfCopies(run, answers, places);
  if (tooMany) {
    for (const object of places.flat()) failures.addFailure(object, fetch.keys, toFaultOf(fetch.subgraph, tooMany));
    return;
  }
  fetch.rewriteOutput?.(answers);
  for (const [index, answer] of answers.entries()) {
    const objects = places[index] ?? [];
    for (const object of objects) if (isData(answer)) merge(types, object, answer, objects.length > 1);
  }
  if (faults.length > 0) placeInEntities(run, fetch, faults, places, answers);
  const unplaced = faults.find(({ path }) => indexOf(path) === undefined);
  const byEntity = new Map(faults.map((fault) => [indexOf(fault.path), fault]));
  for (const [index, answer] of answers.entries()) {
    if (isData(answer)) continue;
    const own = byEntity.get(index);
    const isOfObject = own?.path?.length === 2;
    const fault = own && isOfObject ? { ...own, isOfObject } : (own ?? unplaced ?? unknownEntity(fetch.subgraph));
    for (const object of places[index] ?? []) failures.addFailure(object, fetch.keys, fault);
  }
}
