import { getNamedType, type GraphQLObjectType, isLeafType, isObjectType, isRequiredArgument } from 'graphql';
import { fieldsOf, type SubgraphSchema } from './subgraph-schema.ts';
import type { Known } from './subject.ts';

/** The selection that gives what is known of some, and no more: the fields of the first. */
export function selectionOf(type: GraphQLObjectType, known: readonly Known[]): string {
  return Object.keys(known[0] ?? {})
    .map((name) => {
      const field = type.getFields()[name];
      if (!field) throw new Error(`${type.name} has no field ${name}; leave it out of what is known.`);
      const named = getNamedType(field.type);
      if (isLeafType(named)) return name;
      const inside = known.flatMap((one) => one[name]).filter((value) => isKnown(value));
      // Nothing is known of what an empty list would hold.
      return `${name} { ${isObjectType(named) && inside.length > 0 ? selectionOf(named, inside) : '__typename'} }`;
    })
    .join(' ');
}

function isKnown(value: unknown): value is Known {
  return typeof value === 'object' && value !== null;
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
