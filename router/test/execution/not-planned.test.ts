import { log } from '@commerce/platform/log';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Answer, federate } from './federation.ts';

// What Apollo's planner throws for, or has no plan for, costs the fields of the root that it is asked below.

afterEach(() => void vi.restoreAllMocks());

let measurings = 0;
const measured = () => ({ id: '1', area: 4 });
const measure = () => {
  measurings += 1;
  return measured();
};
// What is known of nobody but by name.
const { ask, requests } = federate({
  shapes: { sdl: 'type Query { drawn: Shape } interface Shape @key(fields: "id") { id: ID! }' },
  areas: {
    sdl: `type Query { measured: Shape surely: Shape! } type Mutation { measure: Shape }
      type Shape @key(fields: "id", resolvable: false) @interfaceObject { id: ID! area: Int self: Shape }`,
    resolvers: { Query: { measured, surely: measured }, Mutation: { measure } },
  },
});

const told = ({ errors = [] }: Answer) =>
  errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code'], extensions?.['reason']]);
const refused = (path: string) => [path, 'FAILED_PRECONDITION', 'NOT_PLANNED'];

describe('a field that cannot be planned is null with an error, and costs no other', () => {
  test.each([
    ['whose value has no type', '{ a: measured { __typename } measured { area } }', { a: null }, 'a'],
    ['below which the planner gets lost', '{ a: measured { self { area } } measured { area } }', { a: null }, 'a'],
  ])('%s', async (_what, query, data, path) => {
    const answer = await ask(query);
    expect(answer.data).toEqual({ ...data, measured: { area: 4 } });
    expect(told(answer)).toEqual([refused(path)]);
  });
});

test('what no subgraph gives is null with an error, alone and beside what there is', async () => {
  const alone = await ask('{ drawn { area } }');
  expect(alone.data).toEqual({ drawn: null });
  expect(told(alone)).toEqual([refused('drawn')]);
  // The planner leaves it out without a word.
  const beside = await ask('{ drawn { area } measured { area } }');
  expect(beside.data).toEqual({ drawn: null, measured: { area: 4 } });
  expect(told(beside)).toEqual([['drawn', 'INTERNAL_SERVER_ERROR', undefined]]);
});

test('what may not be null takes all along, and what cannot be planned is asked of nobody', async () => {
  requests.length = 0;
  const answer = await ask('{ surely { __typename } drawn { area } }');
  expect(answer.data).toBeNull();
  expect(told(answer)).toEqual([refused('surely')]);
  expect(requests).toEqual([]);
});

test('of a mutation nothing is done', async () => {
  const answer = await ask('mutation { first: measure { area } second: measure { __typename } }');
  expect(answer.data).toEqual({ first: null, second: null });
  expect(told(answer)).toEqual([refused('first'), refused('second')]);
  expect(measurings).toBe(0);
});

test('the client is told nothing of the planner, and the log is', async () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  const answer = await ask('{ measured { __typename } }');
  expect(JSON.stringify(answer)).not.toMatch(/entities|shapes/);
  expect(error.mock.calls).toEqual([
    [{ reasons: ['no plan for measured: Subgraph shapes has no entities defined'] }, expect.any(String)],
  ]);
});

test('a field is asked of nobody without what it requires: the end of a chain that the planner puts at its beginning', async () => {
  const chain = federate({
    a: {
      sdl: `type Query { t: T } type T @key(fields: "id") { id: ID! a: Int b: Int @external c: Int @requires(fields: "b") }`,
      resolvers: { Query: { t: () => ({ id: '1', a: 1 }) }, T: { c: () => 0 } },
    },
    b: {
      sdl: `type T @key(fields: "id") { id: ID! a: Int @external b: Int @requires(fields: "a") }`,
      resolvers: { T: { __resolveReference: (t: object) => t, b: ({ a }: { a: number }) => a + 1 } },
    },
    d: {
      sdl: `type T @key(fields: "id") { id: ID! c: Int @external d: Int @requires(fields: "c") }`,
      resolvers: { T: { __resolveReference: (t: object) => t, d: ({ c }: { c: number }) => c + 1 } },
    },
  });
  const answer = await chain.ask('{ t { d } }');
  expect(answer.data).toEqual({ t: null });
  expect(told(answer)).toEqual([refused('t')]);
  // What the planner gets right is answered.
  expect(await chain.ask('{ t { b } }')).toEqual({ data: { t: { b: 2 } } });
});
