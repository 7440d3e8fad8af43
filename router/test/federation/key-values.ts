import { Kind, type SelectionSetNode, type TypeNode } from 'graphql';
import type { Facts } from './subgraph-facts.ts';
import type { Thing } from './thing.ts';

/** Makes the values of key fields, which lead back to the object. */
export type KeyValues = (thing: Thing, coordinate: string) => { leaf(type: string): unknown } | undefined;

/**
 * The value of a leaf that is a key alone tells the object's number. Where a key has several leaves each tells one bit of
 * it, so that one of them is not enough.
 */
export function keyValues(facts: Facts): KeyValues {
  const whole = new Set<string>();
  const bits = new Map<string, number>();
  const objects = new Set<string>();

  function leaves(type: string, selection: SelectionSetNode): string[] {
    return selection.selections.flatMap((node) => {
      if (node.kind !== Kind.FIELD) return [];
      const coordinate = `${type}.${node.name.value}`;
      if (!node.selectionSet) return [coordinate];
      objects.add(coordinate);
      return leaves(namedType(facts.typeOf(coordinate)), node.selectionSet);
    });
  }

  const types = [...new Set(facts.coordinates.map((coordinate) => coordinate.split('.')[0] ?? ''))];
  for (const type of types) {
    for (const key of facts.keys(type)) {
      const [first, ...others] = leaves(type, key);
      if (first !== undefined && others.length === 0) whole.add(first);
      else [first, ...others].forEach((leaf, at) => leaf !== undefined && bits.set(leaf, at % 2));
    }
  }

  return ({ type, n }, coordinate) => {
    const bit = bits.get(coordinate);
    if (whole.has(coordinate) || objects.has(coordinate)) {
      // An interface's key tells the object's type too.
      const many = facts.siblings(type);
      return { leaf: (leaf) => keyValue(leaf, many.indexOf(type) * 10 + n) };
    }
    return bit === undefined ? undefined : { leaf: (leaf) => keyValue(leaf, (n >> bit) & 1) };
  };
}

function keyValue(type: string, number: number): unknown {
  return type === 'Int' || type === 'Float' ? number : number === 0 ? '' : `k${number}`;
}

/** The name of a type without its lists and exclamation marks. */
export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}
