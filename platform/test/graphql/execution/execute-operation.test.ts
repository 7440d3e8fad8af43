import { execute, type GraphQLObjectType, type GraphQLSchema, parse, validate } from 'graphql';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chosenOperation } from '../../../graphql/chosen-operation.ts';
import { compiledOperation } from '../../../graphql/execution/compiled-operation.ts';
import { executeOperation } from '../../../graphql/execution/execute-operation.ts';
import { readVariables } from '../../../graphql/variables.ts';
import { oddOperation } from './odd-operation.ts';
import { oddSchema } from './odd-schema.ts';
import { oddObject } from './odd-values.ts';
import { randomOf } from './random.ts';

const told: unknown[] = [];
const schema = oddSchema((one) => told.push(one));
const SEEDS = Number(process.env['EXECUTED_OPERATIONS'] ?? 60);

// graphql-js leaves what it waits for in a list that it gave up, and which may fail: for vitest that would be a failure.
const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
let listeners: NodeJS.UnhandledRejectionListener[] = [];
beforeEach(() => {
  unhandled.length = 0;
  listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', note);
});
afterEach(async () => {
  await untilToldOfAll();
  process.removeAllListeners('unhandledRejection');
  for (const listener of listeners) process.on('unhandledRejection', listener);
});

test('what an operation is answered with, and what its resolvers are told, is what graphql-js says', async () => {
  const seen = { errors: 0, lists: 0, compiled: 0 };
  for (let seed = 0; seed < SEEDS; seed += 1) {
    const random = randomOf(seed);
    const text = oddOperation(random, schema);
    const document = parse(text);
    expect({ text, errors: validate(schema, document) }).toEqual({ text, errors: [] });
    const operation = chosenOperation(document, undefined);
    const variables = random.pick<Record<string, unknown>>([
      {},
      { range: { to: 3 }, text: null },
      { ids: ['1', '2'], text: 'x' },
    ]);
    const { values } = readVariables(schema, operation, { variables, hasBigIntegers: false }, true);
    const context = { root: oddObject(random, schema, queryType(schema), 3) };
    const options = { schema, document, operation, variables, values };

    const expected = await noting(
      async () => await execute({ ...options, variableValues: variables, contextValue: context }),
    );
    // Twice: what was compiled for the first is used for the second.
    for (const _ of [1, 2]) {
      const found = await noting(async () => await executeOperation(options, context));
      expect({ seed, text, ...found }).toEqual({ seed, text, ...expected });
    }
    seen.errors += expected.errors;
    seen.lists += expected.json.includes('[') ? 1 : 0;
    seen.compiled += compiledOperation(options) ? 1 : 0;
  }
  // It was about what it is about.
  expect(seen.compiled).toBe(SEEDS);
  expect(seen.errors).toBeGreaterThan(SEEDS);
  expect(seen.lists).toBeGreaterThan(SEEDS / 4);
});

test.each([
  ['a directive', '{ thing { id @skip(if: false) } }'],
  ['the schema', '{ __schema { queryType { name } } }'],
  ['the name of a prototype', '{ __proto__: thing { id } }'],
  ['a directive in a fragment', '{ thing { ...f } } fragment f on Thing { same { id @include(if: true) } }'],
])('%s is left to graphql-js', async (_name, text) => {
  const document = parse(text);
  const operation = chosenOperation(document, undefined);
  const options = { schema, document, operation, variables: {}, values: {} };
  expect(compiledOperation(options)).toBeUndefined();
  const context = { root: { thing: { __typename: 'Thing', id: 7, same: { id: 8 } } } };
  const expected = await execute({ ...options, contextValue: context });
  expect(JSON.stringify(await executeOperation(options, context))).toBe(JSON.stringify(expected));
});

test('what a list waits for that was given up fails for nobody', async () => {
  const document = parse('{ things { id } }');
  const operation = chosenOperation(document, undefined);
  const later = { __typename: 'Thing', id: () => Promise.reject(new Error('It failed later.')) };
  const context = { root: { things: [later, new Error('It failed.')] } };
  const { data } = await executeOperation({ schema, document, operation, variables: {}, values: {} }, context);
  expect(data).toEqual({ things: null });
  await untilToldOfAll();
  expect(unhandled).toEqual([]);
});

/** Node tells of promises that failed for nobody when all that is ready has run. */
async function untilToldOfAll(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

test('what is kept of a leaf is small: all of a type have the same functions', () => {
  const document = parse('{ a: __typename, b: __typename }');
  const operation = chosenOperation(document, undefined);
  const fields = compiledOperation({ schema, document, operation })?.root.fields.map((field) => Object.values(field));
  const [one, other] = (fields ?? []).map((values) => values.filter((value) => typeof value === 'function'));
  expect(one).toHaveLength(2);
  expect(other?.every((value, index) => value === one?.[index])).toBe(true);
});

/** What comes, and what resolvers are told, in order. */
async function noting(run: () => ReturnType<typeof execute>) {
  told.length = 0;
  const result = await run();
  return { json: JSON.stringify(result), told: JSON.stringify(told), errors: result.errors?.length ?? 0 };
}

function queryType(of: GraphQLSchema): GraphQLObjectType {
  const type = of.getQueryType();
  if (!type) throw new Error('It has no queries.');
  return type;
}
