import { type GraphQLField, getNamedType, isNonNullType, isObjectType } from 'graphql';
import { parseKey } from '@commerce/platform/graphql/entity-keys';
import type { SchemaRule } from './schema-rule.ts';
import { fieldsOf, type SubgraphSchema } from './subgraph-schema.ts';

/** Types with a key, which several subgraphs may add fields to. */
export const entityRules: readonly SchemaRule[] = [
  {
    says: 'entities have an id: ID!',
    problemsOf: ({ entities }) =>
      entities
        .filter(({ type }) => String(type.getFields()['id']?.type) !== 'ID!')
        .map(({ type }) => `${type.name}.id: an entity has an id: ID! for whoever stores it by that; add it.`),
  },
  {
    says: 'an entity of this subgraph has a query of its name with its id',
    problemsOf: ({ entities, queries }) =>
      entities
        .filter(({ isOwn }) => isOwn)
        .filter(({ type }) => {
          const field = queries.find(({ name }) => name === camelCase(type.name));
          return getNamed(field) !== type || String(field?.args.find(({ name }) => name === 'id')?.type) !== 'ID!';
        })
        .map(({ type: { name } }) => `Query.${camelCase(name)}: add ${camelCase(name)}(id: ID!): ${name}.`),
  },
  {
    says: "what crosses to or from another subgraph's entity is nullable",
    problemsOf: (schema) =>
      [...addedFields(schema), ...references(schema)].map(
        (coordinate) =>
          `${coordinate}: remove the ! at the end of its type; a subgraph that is down must cost its own fields alone.`,
      ),
  },
];

/** The non-null fields that this subgraph adds to entities of others. */
function addedFields({ entities }: SubgraphSchema): string[] {
  return entities
    .filter(({ isOwn }) => !isOwn)
    .flatMap(({ type, keys }) =>
      fieldsOf(type)
        .filter(
          (field) =>
            isNonNullType(field.type) && !keys.some((key) => parseKey(key).some(({ name }) => name === field.name)),
        )
        .map((field) => `${type.name}.${field.name}`),
    );
}

/** The non-null fields that lead to entities of others. */
function references({ types, entities }: SubgraphSchema): string[] {
  const foreign = new Set<unknown>(entities.filter(({ isOwn }) => !isOwn).map(({ type }) => type));
  return types.filter(isObjectType).flatMap((type) =>
    fieldsOf(type)
      .filter((field) => isNonNullType(field.type) && foreign.has(getNamedType(field.type)))
      .map((field) => `${type.name}.${field.name}`),
  );
}

function getNamed(field: GraphQLField<unknown, unknown> | undefined) {
  return field && getNamedType(field.type);
}

function camelCase(name: string): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
