import { getNamedType, type GraphQLObjectType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { fieldsOf, type SubgraphSchema } from './subgraph-schema.ts';
import type { Known } from './subject.ts';

/** The selection that gives what is known, and no more. */
export function selectionOf(known: Known): string {
  return Object.entries(known)
    .map(([name, value]) => {
      const item: unknown = Array.isArray(value) ? value[0] : value;
      return item && typeof item === 'object' ? `${name} { ${selectionOf(item as Known)} }` : name;
    })
    .join(' ');
}

/** All that a type has and needs no argument for: other entities by their keys, unions and interfaces by their types. */
export function wholeSelection({ entities }: SubgraphSchema, type: GraphQLObjectType): string {
  const select = (parent: GraphQLObjectType, above: readonly GraphQLObjectType[]): string =>
    fieldsOf(parent)
      .filter(({ args }) => !args.some(isRequiredArgument))
      .flatMap((field) => {
        const named = getNamedType(field.type);
        if (isLeafType(named)) return [field.name];
        if (!isObjectType(named)) return [`${field.name} { __typename }`];
        const entity = entities.find((candidate) => candidate.type === named);
        if (entity) return [`${field.name} { ${entity.keys[0] ?? '__typename'} }`];
        return above.includes(named) ? [] : [`${field.name} { ${select(named, [...above, named])} }`];
      })
      .join(' ');
  return select(type, [type]);
}
