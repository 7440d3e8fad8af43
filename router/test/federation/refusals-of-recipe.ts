import { type GraphQLSchema, isObjectType } from 'graphql';
import type { Refusals } from '../../execution/refusals.ts';

/** The fields that recipes mean, of all objects of a type; undefined for none. */
export function refusalsOfRecipe(apiSchema: GraphQLSchema, recipes: number[]): Refusals | undefined {
  const all = Object.values(apiSchema.getTypeMap()).flatMap((type) =>
    isObjectType(type) && !type.name.startsWith('__')
      ? Object.keys(type.getFields()).map((field) => `${type.name}.${field}`)
      : [],
  );
  const refused = new Set(recipes.flatMap((at) => all[at % all.length] ?? []));
  if (refused.size === 0) return undefined;
  return {
    key: [...refused].toSorted().join(' '),
    of(type, field) {
      const coordinate = `${type}.${field}`;
      return refused.has(coordinate) ? { message: `${coordinate} is refused`, extensions: {} } : undefined;
    },
  };
}
