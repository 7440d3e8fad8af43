import type { FetchNode } from '@apollo/query-planner';
import { type Data, isData } from './data.ts';
import type { Types } from './types-of.ts';

type Requirement = NonNullable<FetchNode['requires']>[number];

/** A field that a representation needs and that its entity lacks. */
export interface Missing {
  object: Data;
  key: string;
}

/**
 * What a subgraph needs to know of an entity (https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec#representations).
 *
 * @param isFailed whether a value of an object is null because it failed: what is computed from it would be wrong.
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
    if (requirement.kind === 'InlineFragment') {
      const { typeCondition, selections } = requirement;
      if (typeCondition !== undefined && !types.isA(source['__typename'], typeCondition)) continue;
      const missing = select(types, selections, source, into, isFailed);
      if (missing) return missing;
      continue;
    }
    const key = requirement.alias ?? requirement.name;
    const value = source[key];
    if (value === undefined || (value === null && isFailed(source, key))) return { object: source, key };
    if (!requirement.selections) {
      into[key] = value;
      continue;
    }
    const selected = selectValue(types, requirement.selections, value, into[key], isFailed);
    if ('missing' in selected) return selected.missing;
    into[key] = selected.value;
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
      const selected = selectValue(
        types,
        requirements,
        item,
        Array.isArray(known) ? known[index] : undefined,
        isFailed,
      );
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
