import { isDeepStrictEqual } from 'node:util';
import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  getNullableType,
  isListType,
  isRequiredArgument,
} from 'graphql';
import type { Check } from './check.ts';
import { keyFields, keyOf, malformedKeys, unknownKey } from './key.ts';
import { costOfBatch } from './batch-cost.ts';
import { selectionOf, wholeSelection } from './selection.ts';
import { ask, askEntities, type AnswerError } from './subgraph-client.ts';
import type { Entity, SubgraphSchema } from './subgraph-schema.ts';
import type { EntityUnderTest, Known, Subject } from './subject.ts';

/** What a router counts on when it asks for entities by one of their keys. */
export function entityChecks(
  schema: SubgraphSchema,
  entity: Entity,
  { find, unknown }: EntityUnderTest,
  subject: () => Subject,
): Check[] {
  const { type } = entity;
  return entity.keys.flatMap((key) => {
    const what = `${type.name} by ${key}`;
    const rootField = rootFieldOf(schema, entity, key);

    const inOrder: Check = {
      name: `${what}: _entities gives each at its place, and the repeated ones again`,
      async run() {
        const [first, second] = await findTwo(type, key, find);
        const asked = [second, first, first];
        const representations = asked.map((known) => keyOf(type, key, known));
        const { entities, errors } = await askEntities(
          subject().url,
          type.name,
          selectionOf(type, [first, second]),
          representations,
        );
        return { problems: [...describeErrors(errors), ...compareLists(entities, asked)] };
      },
    };

    const unknownOnes: Check = {
      name: `${what}: _entities gives ${unknown ? 'what it can' : 'null'} for a key that is unknown or malformed, and no error`,
      async run() {
        const [known, other] = await findTwo(type, key, find);
        const strangers = [unknownKey(type, key), ...malformedKeys(type, key)];
        const representations = [...strangers, keyOf(type, key, known)];
        const { entities, errors } = await askEntities(
          subject().url,
          type.name,
          selectionOf(type, [known, other]),
          representations,
        );
        const expected = strangers.map(({ __typename, ...fields }) => unknown && { ...fields, ...unknown });
        return {
          problems: [...describeErrors(errors), ...compareLists(entities, [...expected.map((e) => e ?? null), known])],
        };
      },
    };

    const cheap: Check = {
      name: `${what}: 100 cost one RPC of the core and one statement of its store`,
      run: () => costOfBatch(type, key, find, subject()),
    };

    return [inOrder, unknownOnes, cheap, ...(rootField ? [agrees(schema, entity, key, rootField, find, subject)] : [])];
  });
}

function agrees(
  schema: SubgraphSchema,
  { type }: Entity,
  key: string,
  field: GraphQLField<unknown, unknown>,
  find: EntityUnderTest['find'],
  subject: () => Subject,
): Check {
  const names = keyFields(key);
  return {
    name: `${type.name} by ${key}: _entities says of it what ${field.name}(${names.join(', ')}:) says`,
    async run() {
      const [known] = await findTwo(type, key, find);
      const representation = keyOf(type, key, known);
      const selection = wholeSelection(schema, type);
      const { entities, errors } = await askEntities(subject().url, type.name, selection, [representation]);
      const parameters = field.args
        .filter(({ name }) => names.includes(name))
        .map((arg) => `$${arg.name}: ${String(arg.type)}`);
      const passed = names.map((name) => `${name}: $${name}`);
      const document = `query (${parameters.join(', ')}) { ${field.name}(${passed.join(', ')}) { ${selection} } }`;
      const answer = await ask(subject().url, document, representation);
      const [one, other] = [(entities as unknown[] | undefined)?.[0], answer.data?.[field.name]];
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
  const names = keyFields(key);
  return queries.find(
    (field) =>
      getNamedType(field.type) === type &&
      !isListType(getNullableType(field.type)) &&
      names.every((name) => field.args.some((arg) => arg.name === name)) &&
      field.args.filter(isRequiredArgument).every(({ name }) => names.includes(name)),
  );
}

async function findTwo(type: GraphQLObjectType, key: string, find: EntityUnderTest['find']): Promise<[Known, Known]> {
  const [first, second] = await find(2);
  if (!first || !second || isDeepStrictEqual(keyOf(type, key, first), keyOf(type, key, second))) {
    throw new Error(`There are no two ${type.name}s to ask for by "${key}"; make or name two with different keys.`);
  }
  return [first, second];
}

function compareLists(actual: unknown, expected: readonly unknown[]): string[] {
  if (!Array.isArray(actual)) return [`_entities gave ${show(actual)}, and not a list with ${expected.length} places.`];
  if (actual.length !== expected.length) return [`_entities has ${actual.length} places for ${expected.length} keys.`];
  return expected.flatMap((value, index) =>
    isDeepStrictEqual(actual[index], value)
      ? []
      : [`_entities[${index}] is ${show(actual[index])}, expected ${show(value)}.`],
  );
}

function describeErrors(errors: readonly AnswerError[]): string[] {
  return errors.map(({ message, path = [], extensions: { code } }) => {
    const where = path.length > 0 ? path.join('.') : 'the response';
    return `${where} has the error ${show(message)} (${show(code)}), expected none.`;
  });
}

function isObject(value: unknown): value is Known {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
