import { type Data, isData } from './data.ts';
import type { Types } from './types-of.ts';

/**
 * Merges what a subgraph gave into an object of the response.
 *
 * @param isShared whether the source goes to other places too: then this one gets a copy, because later fetches change
 *   each place for itself.
 */
export function merge(types: Types, target: Data, source: Data, isShared: boolean): void {
  for (const key in source) {
    const [known, value] = [target[key], source[key]];
    if (value === undefined) continue;
    if (known === undefined || known === null) target[key] = isShared ? copyOf(value) : value;
    else if (value === null) continue;
    // An interface object says the name of its interface.
    else if (key === '__typename') target[key] = types.isObject(known) ? known : value;
    else mergeValue(types, target, key, value, isShared);
  }
}

function mergeValue(types: Types, target: Data, key: string, value: unknown, isShared: boolean): void {
  const known = target[key];
  if (isData(known) && isData(value)) merge(types, known, value, isShared);
  else if (Array.isArray(known) && Array.isArray(value)) mergeLists(types, known, value, isShared);
  // A subgraph that gives a list for an object, or the other way round, loses what it gave.
  else if (typeof known !== 'object' && typeof value !== 'object') target[key] = value;
}

function mergeLists(types: Types, target: unknown[], source: unknown[], isShared: boolean): void {
  if (target.length !== source.length) return;
  for (const [index, value] of source.entries()) {
    const known = target[index];
    if (isData(known) && isData(value)) merge(types, known, value, isShared);
    else if (Array.isArray(known) && Array.isArray(value)) mergeLists(types, known, value, isShared);
    else if (known === null) target[index] = isShared ? copyOf(value) : value;
  }
}

function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isData(value)) return value;
  const copy: Data = {};
  for (const key in value) copy[key] = copyOf(value[key]);
  return copy;
}
