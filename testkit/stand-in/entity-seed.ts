import type { GraphQLObjectType } from 'graphql';
import { entityKeys, type KeyField } from '@commerce/platform/graphql/entity-keys';
import { entitySeed } from './made-up.ts';

/**
 * What the values of an entity are made from, given the values of one of its keys.
 *
 * @returns undefined when no key is complete.
 */
export function seedOfEntity(type: GraphQLObjectType, values: object): string | undefined {
  const complete = entityKeys(type)
    .map(({ fields }) => valuesOf(fields, values))
    .find((key) => !key.includes(undefined));
  return complete && entitySeed(type.name, complete);
}

/** In the key's own order, whatever the order in which they came; undefined in place of what is not there. */
function valuesOf(fields: readonly KeyField[], values: object): unknown[] {
  const given = new Map<string, unknown>(Object.entries(values));
  return fields.flatMap(({ name, fields: inside }) => {
    const value = given.get(name) ?? undefined;
    if (inside.length === 0) return [value];
    return typeof value === 'object' ? valuesOf(inside, value) : [undefined];
  });
}
