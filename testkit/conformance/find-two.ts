import { isDeepStrictEqual } from 'node:util';
import type { GraphQLObjectType } from 'graphql';
import { keyOf } from './key.ts';
import type { EntityUnderTest, Known } from './subject.ts';

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
