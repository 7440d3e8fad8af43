import type { FetchNode } from '@apollo/query-planner';
import { type Data, isData } from './data.ts';
import { pathTo } from './required-fields.ts';
import type { Types } from './types-of.ts';

/** A part of what a subgraph needs to know of an entity. */
export type Requirement =
  | { kind: 'Fragment'; type: string | undefined; selections: readonly Requirement[] }
  /** @param key under which the entity has it. @param name that the subgraph knows it by. */
  | { kind: 'Field'; key: string; name: string; selections: readonly Requirement[] | undefined };

/** @param realNames what subgraphs call fields that the planner has another name for. */
export function toRequirements(
  selections: NonNullable<FetchNode['requires']>,
  realNames: ReadonlyMap<string, string>,
): Requirement[] {
  return selections.map((selection) => {
    if (selection.kind === 'InlineFragment') {
      const { typeCondition: type } = selection;
      return { kind: 'Fragment', type, selections: toRequirements(selection.selections, realNames) };
    }
    const key = selection.alias ?? selection.name;
    const below = selection.selections && toRequirements(selection.selections, realNames);
    return { kind: 'Field', key, name: realNames.get(key) ?? key, selections: below };
  });
}

/** The parts at some paths: see required-fields.ts. What something is, is of it. */
export function requirementsAt(
  requirements: readonly Requirement[],
  isWanted: (path: string) => boolean,
  above = '',
): Requirement[] {
  return requirements.flatMap((part): Requirement[] => {
    if (part.kind === 'Fragment') return [{ ...part, selections: requirementsAt(part.selections, isWanted, above) }];
    const path = pathTo(above, part.key);
    if (part.key !== '__typename' && !isWanted(path)) return [];
    return [{ ...part, selections: part.selections && requirementsAt(part.selections, isWanted, path) }];
  });
}

/** A field that a representation needs and that its entity lacks. */
export interface Missing {
  object: Data;
  key: string;
}

/**
 * What a subgraph needs to know of an entity (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#representations).
 *
 * @param isFailed whether a value of an object is null, or a part of it is, because it failed: what is computed from it
 *   would be wrong.
 * @returns undefined when the entity is of no type that the fetch is for; what is missing when it lacks something.
 */
export function toRepresentation(
  types: Types,
  requirements: readonly Requirement[],
  entity: Data,
  isFailed: (object: Data, key: string) => boolean,
): { representation: Data } | { missing: Missing } | undefined {
  const representation: Data = {};
  const missing = select(types, requirements, entity, representation, isFailed);
  if (missing) return { missing };
  return representation['__typename'] === undefined ? undefined : { representation };
}

/** @returns what is missing. */
function select(
  types: Types,
  requirements: readonly Requirement[],
  source: Data,
  into: Data,
  isFailed: (object: Data, key: string) => boolean,
): Missing | undefined {
  for (const requirement of requirements) {
    if (requirement.kind === 'Fragment') {
      const { type, selections } = requirement;
      if (type !== undefined && !types.isA(source['__typename'], type)) continue;
      const missing = select(types, selections, source, into, isFailed);
      if (missing) return missing;
      continue;
    }
    const { key, name, selections } = requirement;
    const value = source[key];
    if (value === undefined || isFailed(source, key)) return { object: source, key };
    if (!selections) {
      into[name] = value;
      continue;
    }
    const selected = selectValue(types, selections, value, into[name], isFailed);
    if ('missing' in selected) return selected.missing;
    into[name] = selected.value;
  }
  return undefined;
}

function selectValue(
  types: Types,
  requirements: readonly Requirement[],
  value: unknown,
  known: unknown,
  isFailed: (object: Data, key: string) => boolean,
): { value: unknown } | { missing: Missing } {
  if (Array.isArray(value)) {
    const values: unknown[] = [];
    for (const [index, item] of value.entries()) {
      const before: unknown = Array.isArray(known) ? known[index] : undefined;
      const selected = selectValue(types, requirements, item, before, isFailed);
      if ('missing' in selected) return selected;
      values.push(selected.value);
    }
    return { value: values };
  }
  if (!isData(value)) return { value: null };
  const into: Data = isData(known) ? known : {};
  const missing = select(types, requirements, value, into, isFailed);
  return missing ? { missing } : { value: into };
}
