import { Kind, type SelectionSetNode } from 'graphql';
import { namedType } from './key-values.ts';
import type { FaultRecipe } from './recipe.ts';
import type { Facts } from './subgraph-facts.ts';
import type { Fault } from './thing.ts';

/**
 * The faults that recipes mean. Keys do not fail: an entity without one is none. What another field requires fails where
 * that makes it null, and nothing beside it: a client that did not ask for it has a monolith give it the rest. It does not fail
 * either where it costs an object that is never null, and that another subgraph gives without it, as the monolith does.
 */
export function faultsOfRecipe(facts: Facts, recipes: FaultRecipe[]): Fault[] {
  const unfailing = new Set<string>();
  const required = new Set<string>();
  for (const coordinate of facts.coordinates) {
    const [type = ''] = coordinate.split('.');
    for (const key of facts.keys(type)) add(unfailing, facts, type, key);
    for (const owner of facts.owners(coordinate)) {
      const selection = facts.requires(owner, coordinate);
      if (selection) add(isGivenElsewhere(facts, coordinate) ? unfailing : required, facts, type, selection);
    }
  }
  const able = facts.coordinates.filter(
    (coordinate) =>
      !unfailing.has(coordinate) && (!required.has(coordinate) || facts.typeOf(coordinate).kind !== Kind.NON_NULL_TYPE),
  );
  return recipes.flatMap(({ at, n, how }) => {
    const coordinate = able[at % able.length];
    return coordinate === undefined ? [] : [{ coordinate, n: coordinate.startsWith('Query.') ? 0 : n, how }];
  });
}

function isGivenElsewhere(facts: Facts, coordinate: string): boolean {
  return facts.owners(coordinate).length > 1 && facts.typeOf(coordinate).kind === Kind.NON_NULL_TYPE;
}

function add(to: Set<string>, facts: Facts, type: string, selection: SelectionSetNode): void {
  for (const node of selection.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) add(to, facts, node.typeCondition?.name.value ?? type, node.selectionSet);
    if (node.kind !== Kind.FIELD || node.name.value === '__typename') continue;
    for (const object of [type, ...facts.objects(type)]) {
      const coordinate = facts.coordinateOf(object, node.name.value);
      to.add(coordinate);
      if (node.selectionSet) add(to, facts, namedType(facts.typeOf(coordinate)), node.selectionSet);
    }
  }
}
