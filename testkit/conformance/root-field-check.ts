import { isDeepStrictEqual } from 'node:util';
import { type GraphQLField, getNamedType, getNullableType, isListType, isRequiredArgument } from 'graphql';
import type { Check } from './check.ts';
import { describeErrors, show } from './describe-answer.ts';
import { parseKey } from '@commerce/platform/graphql/entity-keys';
import { findTwo, keyOf } from './key.ts';
import { wholeSelection } from './selection.ts';
import { graphqlClient } from '../graphql-client.ts';
import type { Entity, SubgraphSchema } from './subgraph-schema.ts';
import type { EntityUnderTest, Known, Subject } from './subject.ts';

/** An entity is the same by `_entities` and by its query; no check where no query gives it by this key. */
export function rootFieldCheck(
  schema: SubgraphSchema,
  entity: Entity,
  key: string,
  find: EntityUnderTest['find'],
  subject: () => Subject,
): Check[] {
  const field = rootFieldOf(schema, entity, key);
  return field ? [agrees(schema, entity, key, field, find, subject)] : [];
}

function agrees(
  schema: SubgraphSchema,
  { type }: Entity,
  key: string,
  field: GraphQLField<unknown, unknown>,
  find: EntityUnderTest['find'],
  subject: () => Subject,
): Check {
  const names = parseKey(key).map(({ name }) => name);
  return {
    name: `${type.name} by ${key}: _entities says of it what ${field.name}(${names.join(', ')}:) says`,
    async run() {
      const [known] = await findTwo(type, key, find);
      const representation = keyOf(type, key, known);
      const selection = wholeSelection(schema, type);
      const client = graphqlClient(subject().url);
      const { data, errors = [] } = await client.entities(type.name, selection, [representation]);
      const parameters = field.args
        .filter(({ name }) => names.includes(name))
        .map((arg) => `$${arg.name}: ${String(arg.type)}`);
      const passed = names.map((name) => `${name}: $${name}`);
      const document = `query (${parameters.join(', ')}) { ${field.name}(${passed.join(', ')}) { ${selection} } }`;
      const answer = await client.query(document, representation);
      const [one, other] = [data?._entities[0], answer.data?.[field.name]];
      if (!isObject(one) || !isObject(other)) {
        const absent = isObject(one) ? field.name : '_entities';
        return { problems: [...describeErrors([...errors, ...(answer.errors ?? [])]), `${absent} does not give it.`] };
      }
      return {
        problems: Object.keys(one)
          .filter((name) => !isDeepStrictEqual(one[name], other[name]))
          .map(
            (name) => `${type.name}.${name} is ${show(one[name])} by _entities, ${show(other[name])} by ${field.name}.`,
          ),
      };
    },
  };
}

/** The query that gives an entity by a key and needs nothing else. */
function rootFieldOf({ queries }: SubgraphSchema, { type }: Entity, key: string) {
  const names = parseKey(key).map(({ name }) => name);
  return queries.find(
    (field) =>
      getNamedType(field.type) === type &&
      !isListType(getNullableType(field.type)) &&
      names.every((name) => field.args.some((arg) => arg.name === name)) &&
      field.args.filter(isRequiredArgument).every(({ name }) => names.includes(name)),
  );
}

function isObject(value: unknown): value is Known {
  return typeof value === 'object' && value !== null;
}
