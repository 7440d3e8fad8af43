import { getNamedType, type GraphQLObjectType, isObjectType, Kind, parse, type SelectionSetNode } from 'graphql';
import type { Known } from './subject.ts';

/**
 * The part of a representation that is its key.
 *
 * @param fields a key's field set, such as `id` or `sku brand { id }`.
 * @throws Error when the known fields lack one.
 */
export function keyOf(type: GraphQLObjectType, fields: string, known: Known): Known {
  return mapKey(type, fields, (name, path) => {
    const value = path.reduce<unknown>((parent, field) => (parent as Known | undefined)?.[field], known);
    if (value == null) throw new Error(`What is known of a ${type.name} lacks ${name}, of its key "${fields}".`);
    return value;
  });
}

/** The n-th of many keys that nobody has. */
export function unknownKey(type: GraphQLObjectType, fields: string, n = 0): Known {
  return mapKey(type, fields, (_name, _path, scalar) =>
    scalar === 'Int' ? 2 ** 31 - 1 - n : `01890000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`,
  );
}

/** Keys that cannot be anybody's. */
export function malformedKeys(type: GraphQLObjectType, fields: string): Known[] {
  return ['nonsense', ''].map((text) =>
    mapKey(type, fields, (_name, _path, scalar) => (scalar === 'Int' ? -1 - text.length : text)),
  );
}

/** The names of the fields at the top of a key. */
export function keyFields(fields: string): string[] {
  return parseFields(fields).selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : []));
}

function mapKey(
  type: GraphQLObjectType,
  fields: string,
  valueOf: (name: string, path: string[], scalar: string) => unknown,
): Known {
  const map = (parent: GraphQLObjectType, { selections }: SelectionSetNode, above: string[]): Known =>
    Object.fromEntries(
      selections.flatMap((node) => {
        const field = node.kind === Kind.FIELD ? parent.getFields()[node.name.value] : undefined;
        if (node.kind !== Kind.FIELD || !field) return [];
        const named = getNamedType(field.type);
        const path = [...above, field.name];
        const nested = node.selectionSet && isObjectType(named) ? map(named, node.selectionSet, path) : undefined;
        return [[field.name, nested ?? valueOf(path.join('.'), path, named.name)]];
      }),
    );
  return { __typename: type.name, ...map(type, parseFields(fields), []) };
}

function parseFields(fields: string): SelectionSetNode {
  const [operation] = parse(`{ ${fields} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new TypeError(`"${fields}" is no field set.`);
  return operation.selectionSet;
}
