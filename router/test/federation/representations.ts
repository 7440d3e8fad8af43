import { Kind, type SelectionSetNode, type TypeNode, valueFromASTUntyped } from 'graphql';
import type { Facts } from './subgraph-facts.ts';
import type { Thing, World } from './world.ts';

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

/**
 * What a correct router takes of an object for a representation. A field that fails is null, or costs its parents, by
 * GraphQL's rules.
 *
 * @param told is called with each error.
 */
export function projected(
  world: World,
  facts: Facts,
  thing: Thing,
  selection: SelectionSetNode,
  told: (error: Error) => void,
): Fields {
  const fields: Fields = {};
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) {
      if (node.typeCondition?.name.value === thing.type)
        Object.assign(fields, projected(world, facts, thing, node.selectionSet, told));
    } else if (node.kind === Kind.FIELD) {
      const { value: name } = node.name;
      const coordinate = facts.coordinateOf(thing.type, name);
      const args = Object.fromEntries(
        (node.arguments ?? []).map((each) => [each.name.value, valueFromASTUntyped(each.value)]),
      );
      fields[name] = complete(facts.typeOf(coordinate), () =>
        world.value(thing, name, args, requirements(world, facts, thing, coordinate, told)),
      );

      function complete(type: TypeNode, make: () => unknown, nullable = true): unknown {
        if (type.kind === Kind.NON_NULL_TYPE) return complete(type.type, make, false);
        try {
          const value = make();
          if (value instanceof Error) throw value;
          if (value === null) {
            if (!nullable) throw new Error('null');
            return null;
          }
          if (type.kind === Kind.LIST_TYPE) {
            return (value as unknown[]).map((each) => complete(type.type, () => each));
          }
          return node.kind === Kind.FIELD && node.selectionSet
            ? projected(world, facts, value as Thing, node.selectionSet, told)
            : value;
        } catch (error) {
          if (!nullable) throw error;
          told(error as Error);
          return null;
        }
      }
    }
  }
  return fields;
}

/** What each subgraph that answers a field requires for it, of one object. */
export function requirements(
  world: World,
  facts: Facts,
  thing: Thing,
  coordinate: string,
  told: (error: Error) => void,
): Record<string, unknown> {
  return Object.fromEntries(
    facts.owners(coordinate).flatMap((owner) => {
      const selection = facts.requires(owner, coordinate);
      return selection ? [[owner, projected(world, facts, thing, selection, told)]] : [];
    }),
  );
}
