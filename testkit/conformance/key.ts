import { isDeepStrictEqual } from 'node:util';
import { getNamedType, type GraphQLObjectType, isObjectType } from 'graphql';
import { type KeyField, parseKey } from '@commerce/platform/graphql/entity-keys';
import type { EntityUnderTest, Known } from './subject.ts';

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

/** Two entities with different keys. @throws Error when there are not so many. */
export async function findTwo(
  type: GraphQLObjectType,
  key: string,
  find: EntityUnderTest['find'],
): Promise<[Known, Known]> {
  const [first, second] = await find(2);
  if (!first || !second || isDeepStrictEqual(keyOf(type, key, first), keyOf(type, key, second))) {
    throw new Error(`There are no two ${type.name}s to ask for by "${key}"; make or name two with different keys.`);
  }
  return [first, second];
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

function mapKey(
  type: GraphQLObjectType,
  key: string,
  valueOf: (name: string, path: string[], scalar: string) => unknown,
): Known {
  const map = (parent: GraphQLObjectType, fields: readonly KeyField[], above: string[]): Known =>
    Object.fromEntries(
      fields.flatMap(({ name, fields: inside }) => {
        const field = parent.getFields()[name];
        if (!field) return [];
        const named = getNamedType(field.type);
        const path = [...above, name];
        const nested = inside.length > 0 && isObjectType(named) ? map(named, inside, path) : undefined;
        return [[name, nested ?? valueOf(path.join('.'), path, named.name)]];
      }),
    );
  return { __typename: type.name, ...map(type, parseKey(key), []) };
}
