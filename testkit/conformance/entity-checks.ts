import { isDeepStrictEqual } from 'node:util';
import { costOfBatch } from './batch-cost.ts';
import type { Check } from './check.ts';
import { describeErrors, show } from './describe-answer.ts';
import { findTwo, keyOf, malformedKeys, unknownKey } from './key.ts';
import { rootFieldCheck } from './root-field-check.ts';
import { selectionOf } from './selection.ts';
import { errorTable } from '@commerce/platform/errors/error-table';
import { type AnswerError, graphqlClient } from '../graphql-client.ts';
import type { Entity, SubgraphSchema } from './subgraph-schema.ts';
import type { EntityUnderTest, Subject } from './subject.ts';

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

    const inOrder: Check = {
      name: `${what}: _entities gives each at its place, and the repeated ones again`,
      async run() {
        const [first, second] = await findTwo(type, key, find);
        const asked = [second, first, first];
        const representations = asked.map((known) => keyOf(type, key, known));
        const selection = selectionOf(type, [first, second]);
        const { data, errors } = await graphqlClient(subject().url).entities(type.name, selection, representations);
        return { problems: [...describeErrors(errors), ...compareLists(data?._entities, asked)] };
      },
    };

    const unknownOnes: Check = {
      name: `${what}: _entities gives ${unknown ? 'what it can' : 'null'} for a key that is unknown or malformed, and no error but that it is not there`,
      async run() {
        const [known, other] = await findTwo(type, key, find);
        const strangers = [unknownKey(type, key), ...malformedKeys(type, key)];
        const representations = [...strangers, keyOf(type, key, known)];
        const selection = selectionOf(type, [known, other]);
        const { data, errors } = await graphqlClient(subject().url).entities(type.name, selection, representations);
        const expected = strangers.map(({ __typename, ...fields }) => (unknown ? { ...fields, ...unknown } : null));
        const others = errors?.filter((error) => !saysNotThere(error, strangers.length));
        return { problems: [...describeErrors(others), ...compareLists(data?._entities, [...expected, known])] };
      },
    };

    const cheap: Check = {
      name: `${what}: 100 cost one RPC of the core and one statement of its store`,
      run: () => costOfBatch(type, key, find, subject()),
    };

    return [inOrder, unknownOnes, cheap, ...rootFieldCheck(schema, entity, key, find, subject)];
  });
}

/** Does it say of one of the first entities, and of nothing else, that it is not there? */
function saysNotThere({ path = [], extensions: { code } }: AnswerError, count: number): boolean {
  const [root, index, ...below] = path;
  const isOfOne = root === '_entities' && typeof index === 'number' && index < count && below.length === 0;
  return isOfOne && code === errorTable.NotFound.graphql;
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
