import { type Data, isData } from './data.ts';
import type { ExecutableFetch } from './executable-fetch.ts';
import type { Failures } from './failures.ts';
import { withClientNames } from './faults.ts';
import { type FetchSubgraph, type SubgraphAnswer, toSubgraphAnswer } from './subgraph-answer.ts';
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

/** A plan that is being run, and what it has brought so far. */
export interface Run extends Fetched {
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

/** @param more variables, beside the operation's own. */
export async function send(run: Run, fetch: ExecutableFetch, more: object = {}): Promise<SubgraphAnswer> {
  const { subgraph, query } = fetch;
  const variables = { ...variablesOf(run, fetch), ...more };
  const answer = await toSubgraphAnswer(subgraph, run.fetchSubgraph(subgraph, { query, variables }, fetch));
  return { ...answer, faults: answer.faults.map((fault) => withClientNames(fault, run.variables.clientNames)) };
}

function variablesOf({ variables: { values } }: Run, fetch: ExecutableFetch): Record<string, unknown> {
  const used: Record<string, unknown> = {};
  for (const name of fetch.variables) if (values[name] !== undefined) used[name] = values[name];
  return used;
}

/** The objects that a fetch is for, through lists of any depth. */
export function objectsFor({ root }: Run, { path }: ExecutableFetch): Data[] {
  const objects: Data[] = [];
  collectObjects(root, path, 0, objects);
  return objects;
}

function collectObjects(value: unknown, path: readonly string[], index: number, into: Data[]): void {
  if (Array.isArray(value)) for (const item of value) collectObjects(item, path, index, into);
  else if (isData(value)) {
    const step = path[index];
    if (step === undefined) into.push(value);
    else collectObjects(value[step], path, index + 1, into);
  }
}

/** A few kilobytes at ten thousand places would end the process. @returns what the copies are refused with. */
export function refusalOfCopies(
  { holdCopies }: Run,
  values: readonly unknown[],
  places: readonly (readonly Data[])[],
): unknown {
  try {
    for (const [index, value] of values.entries()) {
      const copies = (places[index]?.length ?? 1) - 1;
      if (copies > 0) holdCopies(value, copies);
    }
    return undefined;
  } catch (thrown) {
    return thrown;
  }
}
