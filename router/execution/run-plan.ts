import { writeJson } from '@commerce/platform/values/json';
import { type Data, isData } from './data.ts';
import type { ExecutableFetch, ExecutableNode } from './executable-plan.ts';
import { createFailures, type Failures, type FieldFault } from './failures.ts';
import { toFaultOf, unexpected, unknownEntity, withClientNames } from './faults.ts';
import { merge } from './merge.ts';
import { toRepresentation } from './representation.ts';
import { type AnsweredFault, type FetchSubgraph, type SubgraphAnswer, toSubgraphAnswer } from './subgraph-answer.ts';
import type { Types } from './types-of.ts';

/** What a plan brought. */
export interface Fetched {
  /** Under canonical keys. */
  root: Data;
  failures: Failures;
}

/** What an operation gives to its plan. */
export interface PlanVariables {
  /** By their canonical names. */
  values: Readonly<Record<string, unknown>>;
  /** What the client calls each of them. */
  clientNames: ReadonlyMap<string, string>;
}

interface Run extends Fetched {
  types: Types;
  variables: PlanVariables;
  fetchSubgraph: FetchSubgraph;
  holdCopies: HoldCopies;
}

/**
 * Is told that a value which came once will stand at more places, before it is copied to each.
 *
 * @throws DomainError when that is more than a response may hold.
 */
export type HoldCopies = (value: unknown, copies: number) => void;

/** Fetches what a plan says. */
export async function runPlan(
  types: Types,
  plan: ExecutableNode,
  variables: PlanVariables,
  fetchSubgraph: FetchSubgraph,
  holdCopies: HoldCopies,
): Promise<Fetched> {
  const run: Run = { types, variables, fetchSubgraph, holdCopies, root: {}, failures: createFailures() };
  await runNode(run, plan);
  return run;
}

async function runNode(run: Run, node: ExecutableNode): Promise<void> {
  if (node.kind === 'Fetch') await (node.requires ? fetchEntities(run, node) : fetchRoot(run, node));
  else if (node.kind === 'Parallel') await Promise.all(node.nodes.map((child) => runNode(run, child)));
  else for (const child of node.nodes) await runNode(run, child);
}

/** Fetches the fields of a root type. They may be for objects further down: a field can give the root type again. */
async function fetchRoot(run: Run, fetch: ExecutableFetch): Promise<void> {
  const objects: Data[] = [];
  collectObjects(run.root, fetch.path, 0, objects);
  if (objects.length === 0) return;
  const { data, faults } = await send(run, fetch, variablesOf(run, fetch));
  fetch.rewriteOutput?.(data);
  for (const object of objects) if (data) merge(run.types, object, data, objects.length > 1);
  for (const fault of faults) {
    const path = pathIn(fetch, fault.path);
    const isPlaced = path !== undefined && fetch.keys.has(String(path[0]));
    if (isPlaced) for (const object of objects) run.failures.addError(object, path, fault);
    else if (data) placeAtNulls(run, fetch, objects, fault);
  }
  for (const object of objects) if (!data) run.failures.addFailure(object, fetch.keys, why(fetch, faults));
}

/** Fetches fields of entities: each that is the same is sent once, and its answer goes to every place. */
async function fetchEntities(run: Run, fetch: ExecutableFetch): Promise<void> {
  const entities: Data[] = [];
  collectObjects(run.root, fetch.path, 0, entities);
  const { representations, places } = represent(run, fetch, entities);
  if (representations.length === 0) return;
  const { data, faults } = await send(run, fetch, { ...variablesOf(run, fetch), representations });
  const answers = data?.['_entities'];
  if (!Array.isArray(answers) || answers.length !== representations.length) {
    for (const object of places.flat()) run.failures.addFailure(object, fetch.keys, why(fetch, faults));
    return;
  }
  const tooMany = holdAll(run, answers, places);
  if (tooMany) {
    for (const object of places.flat()) run.failures.addFailure(object, fetch.keys, toFaultOf(fetch.subgraph, tooMany));
    return;
  }
  fetch.rewriteOutput?.(answers);
  for (const [index, answer] of answers.entries()) {
    const objects = places[index] ?? [];
    for (const object of objects) if (isData(answer)) merge(run.types, object, answer, objects.length > 1);
  }
  if (faults.length > 0) placeInEntities(run, fetch, faults, places, answers);
  const unplaced = faults.find(({ path }) => indexOf(path) === undefined);
  const byEntity = new Map(faults.map((fault) => [indexOf(fault.path), fault]));
  for (const [index, answer] of answers.entries()) {
    if (isData(answer)) continue;
    const own = byEntity.get(index);
    const isOfObject = own?.path?.length === 2;
    const fault = own && isOfObject ? { ...own, isOfObject } : (own ?? unplaced ?? unknownEntity(fetch.subgraph));
    for (const object of places[index] ?? []) run.failures.addFailure(object, fetch.keys, fault);
  }
}

/** A few kilobytes at ten thousand places would end the process. @returns what they are refused with. */
function holdAll({ holdCopies }: Run, answers: readonly unknown[], places: readonly (readonly Data[])[]): unknown {
  try {
    for (const [index, answer] of answers.entries()) {
      const copies = (places[index]?.length ?? 1) - 1;
      if (copies > 0) holdCopies(answer, copies);
    }
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}

/** Puts the faults of an entity fetch on each place that their entity has. */
function placeInEntities(
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
function indexOf(path: AnsweredFault['path']): number | undefined {
  return path?.[0] === '_entities' && typeof path[1] === 'number' ? path[1] : undefined;
}

/** A fault that says no place is that of the fields that came as null; of none, when none did. */
function placeAtNulls(run: Run, fetch: ExecutableFetch, objects: readonly Data[], fault: FieldFault): void {
  let isPlaced = false;
  for (const object of objects) {
    for (const key of fetch.keys) {
      if (object[key] !== null && object[key] !== undefined) continue;
      run.failures.addError(object, [key], fault);
      isPlaced = true;
    }
  }
  if (!isPlaced) run.failures.unplaced.push(fault);
}

function pathIn({ renamed }: ExecutableFetch, path: AnsweredFault['path']): AnsweredFault['path'] {
  return renamed.size > 0 ? path?.map((step) => renamed.get(String(step)) ?? step) : path;
}

/** Why a fetch brought nothing. */
function why({ subgraph }: ExecutableFetch, faults: readonly AnsweredFault[]): FieldFault {
  return faults[0] ?? unexpected(subgraph, 'It answered with another number of entities than it was asked for.');
}

/** What is sent of the entities, each once, and the objects that each is for. */
function represent(run: Run, fetch: ExecutableFetch, entities: readonly Data[]) {
  const { types, failures } = run;
  const representations: Data[] = [];
  const places: Data[][] = [];
  const known = new Map<string, Data[]>();
  const nothingFailed = failures.isEmpty();
  const isFailed = (object: Data, key: string) =>
    !nothingFailed && failures.errorsOf(object).some(({ path }) => path[0] === key);
  for (const entity of entities) {
    const made = toRepresentation(types, fetch.requires ?? [], entity, isFailed);
    if (!made) continue;
    if ('missing' in made) {
      const { object, key } = made.missing;
      const fault = failures.errorsOf(object).find(({ path }) => path[0] === key) ?? failures.failureOf(object, key);
      failures.addFailure(
        entity,
        fetch.keys,
        fault ?? unexpected(fetch.subgraph, `What it needs was not there: ${key}.`),
      );
      continue;
    }
    fetch.rewriteInput?.(made.representation);
    const text = writeJson(made.representation);
    const same = known.get(text);
    if (same) same.push(entity);
    else {
      const first = [entity];
      known.set(text, first);
      places.push(first);
      representations.push(made.representation);
    }
  }
  return { representations, places };
}

async function send(run: Run, fetch: ExecutableFetch, variables: Record<string, unknown>): Promise<SubgraphAnswer> {
  const { subgraph, query } = fetch;
  const answer = await toSubgraphAnswer(subgraph, run.fetchSubgraph(subgraph, { query, variables }, fetch));
  return { ...answer, faults: answer.faults.map((fault) => withClientNames(fault, run.variables.clientNames)) };
}

function variablesOf({ variables: { values } }: Run, fetch: ExecutableFetch): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of fetch.variables) if (values[name] !== undefined) used[name] = values[name];
  return used;
}

/** The objects on a path, through lists of any depth. */
function collectObjects(value: unknown, path: readonly string[], index: number, into: Data[]): void {
  if (Array.isArray(value)) for (const item of value) collectObjects(item, path, index, into);
  else if (isData(value)) {
    const step = path[index];
    if (step === undefined) into.push(value);
    else collectObjects(value[step], path, index + 1, into);
  }
}
