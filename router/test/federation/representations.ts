import { Kind, type SelectionSetNode, valueFromASTUntyped } from 'graphql';
import type { Facts } from './subgraph-facts.ts';
import type { Thing, World } from './thing.ts';

type Fields = Record<string, unknown>;

/** What a selection takes of a representation, so that it can be compared; what is missing is told as such. */
export function selected(value: unknown, selection: SelectionSetNode): unknown {
  if (Array.isArray(value)) return value.map((each) => selected(each, selection));
  if (typeof value !== 'object' || value === null) return value ?? null;
  const from = value as Fields;
  const fields: Fields = {};
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      if (node.typeCondition?.name.value === from['__typename'])
        Object.assign(fields, selected(from, node.selectionSet));
    } else if (node.kind === Kind.FIELD) {
      const found = from[node.name.value];
      fields[node.name.value] =
        found === undefined ? 'missing' : node.selectionSet ? selected(found, node.selectionSet) : found;
    }
  }
  return fields;
}

/** What a router has to take of an object for a representation. @throws the error of what it needs and that fails. */
export function projected(world: World, facts: Facts, thing: Thing, selection: SelectionSetNode): Fields {
  const fields: Fields = {};
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      if (node.typeCondition?.name.value === thing.type)
        Object.assign(fields, projected(world, facts, thing, node.selectionSet));
    } else if (node.kind === Kind.FIELD) {
      const { value: name } = node.name;
      if (name === '__typename') {
        fields[name] = thing.type;
        continue;
      }
      const coordinate = facts.coordinateOf(thing.type, name);
      const args = Object.fromEntries(
        (node.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value)]),
      );
      const value = world.value(thing, name, args, requirements(world, facts, thing, coordinate));
      const below = node.selectionSet;
      fields[name] = eachItem(value, (item) => (below ? projected(world, facts, item as Thing, below) : item));
    }
  }
  return fields;
}

function eachItem(value: unknown, take: (item: unknown) => unknown): unknown {
  if (value instanceof Error) throw value;
  if (Array.isArray(value)) return value.map((each) => eachItem(each, take));
  return value === null ? null : take(value);
}

/**
 * What each subgraph that answers a field requires for it, of one object: the error in place of what fails, which only
 * those need to know who answer with it.
 */
export function requirements(world: World, facts: Facts, thing: Thing, coordinate: string): Record<string, unknown> {
  return Object.fromEntries(
    facts.owners(coordinate).flatMap((owner) => {
      const selection = facts.requires(owner, coordinate);
      return selection ? [[owner, attempt(() => projected(world, facts, thing, selection))]] : [];
    }),
  );
}

function attempt(take: () => unknown): unknown {
  try {
    return take();
  } catch (error) {
    return error;
  }
}
