import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLInputType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { SchemaRule } from './schema-rule.ts';
import { fieldsOf, located, membersOf, type SubgraphSchema } from './subgraph-schema.ts';

/** Lists and how they are paged: by position, and as Relay connections (https://relay.dev/graphql/connections.htm). */
export const connectionRules: readonly SchemaRule[] = [
  {
    says: 'lists have no null entries',
    problemsOf: ({ types }) =>
      types
        .filter((type) => !isInterfaceType(type))
        .flatMap(membersOf)
        .filter(({ type }) => hasNullableItems(type))
        .map(({ coordinate, type }) => `${coordinate}: write ! after the entries' type in ${String(type)}.`),
  },
  {
    says: 'a list of entities has pagination: PaginationInput',
    problemsOf: (schema) =>
      pagedFields(schema)
        .filter(
          ({ field }) =>
            isListType(getNullableType(field.type)) &&
            schema.entities.some(({ type }) => type === getNamedType(field.type)),
        )
        .filter(({ field }) => !hasArgument(field.args, 'pagination', 'PaginationInput'))
        .map(
          ({ coordinate }) => `${coordinate}: add the argument pagination: PaginationInput, and keep to 100 entries.`,
        ),
  },
  {
    says: 'a connection is asked for with first: Int and after: String',
    problemsOf: (schema) =>
      pagedFields(schema)
        .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'))
        .filter(
          ({ field: { name, args } }) =>
            !name.endsWith('Connection') || !hasArgument(args, 'first', 'Int') || !hasArgument(args, 'after', 'String'),
        )
        .map(
          ({ coordinate }) => `${coordinate}: call it …Connection, with the arguments first: Int and after: String.`,
        ),
  },
  {
    says: 'connections, edges and PageInfo are as Relay has them',
    problemsOf: ({ types }) =>
      types.filter(isObjectType).flatMap((type) =>
        Object.entries(relayFields(type))
          .filter(([name, expected]) => String(type.getFields()[name]?.type) !== expected)
          .map(([name, expected]) => `${type.name}.${name}: expected ${name}: ${expected}, as in Relay's connections.`),
      ),
  },
];

function hasNullableItems(given: GraphQLOutputType | GraphQLInputType): boolean {
  const type = getNullableType(given);
  return isListType(type) && (!isNonNullType(type.ofType) || hasNullableItems(type.ofType));
}

/** The fields of Query and of entities: where lists grow. What a connection or another type holds is bounded by it. */
function pagedFields({ queries, entities }: SubgraphSchema) {
  return [...located('Query', queries), ...entities.flatMap(({ type }) => located(type.name, fieldsOf(type)))];
}

function hasArgument(args: readonly { name: string; type: GraphQLInputType }[], name: string, type: string): boolean {
  return args.some((arg) => arg.name === name && String(arg.type) === type);
}

function relayFields({ name }: GraphQLObjectType): Record<string, string> {
  const node = name.replace(/(Connection|Edge)$/, '');
  if (name === 'PageInfo') {
    return { hasNextPage: 'Boolean!', hasPreviousPage: 'Boolean!', startCursor: 'String', endCursor: 'String' };
  }
  if (name.endsWith('Connection')) return { edges: `[${node}Edge!]!`, nodes: `[${node}!]!`, pageInfo: 'PageInfo!' };
  return name.endsWith('Edge') ? { cursor: 'String!', node: `${node}!` } : {};
}
