import { describe, expect, test } from 'vitest';
import { federate, known } from './federation.ts';

// No name that a client chooses is taken for one that the planner needs.

const shop = federate({
  orders: {
    sdl: `type Query { order: Order orders: [Order!]! sum(of: [Int!]!): Int }
      type Order @key(fields: "id") { id: ID! legacyId: ID count: Int note(lang: String = "en"): String }`,
    resolvers: {
      Query: {
        order: () => ({ id: 'new', legacyId: 'old', count: 3 }),
        orders: () => [{ id: 'new', legacyId: 'old', count: 3 }],
        sum: (_: unknown, { of }: { of: number[] }) => of.reduce((a, b) => a + b, 0),
      },
      Order: {
        __resolveReference: known({ legacyId: 'old', count: 3 }),
        note: (_: unknown, { lang }: { lang: string }) => `note in ${lang}`,
      },
    },
  },
  shipping: {
    sdl: `type Query { carriers: Int }
      type Order @key(fields: "id") {
        id: ID! count: Int @external note(lang: String = "en"): String @external
        label: String weight: Int @requires(fields: "count") slip(of: [Int!]): String @requires(fields: "note(lang: \\"de\\")")
      }`,
    resolvers: {
      Order: {
        __resolveReference: known({}),
        label: ({ id }: { id: string }) => `label of ${id}`,
        weight: ({ count }: { count: number }) => 10 * count,
        slip: ({ note }: { note: string }, { of }: { of?: number[] }) => [note, of].join(' '),
      },
    },
  },
});

describe('an alias that is called like', () => {
  test.each([
    ['a key', '{ order { id: legacyId label } }', { id: 'old', label: 'label of new' }],
    ['a key of another type', '{ order { id: count label } }', { id: 3, label: 'label of new' }],
    ['what a field requires', '{ order { count: id weight } }', { count: 'new', weight: 30 }],
    ['the type', '{ order { __typename: id label } }', { __typename: 'new', label: 'label of new' }],
    [
      'a required field with other arguments',
      '{ order { note(lang: "fr") slip } }',
      { note: 'note in fr', slip: 'note in de ' },
    ],
    ['the prototype', '{ order { __proto__: legacyId } }', JSON.parse('{"__proto__":"old"}')],
  ])('%s', async (_what, query, order) => {
    expect(await shop.ask(query)).toEqual({ data: { order } });
  });
});

test('a field under several names is asked for once, and is there under each', async () => {
  shop.requests.length = 0;
  expect(await shop.ask('{ a: order { x: id y: id ...F } b: order { label } } fragment F on Order { id }')).toEqual({
    data: { a: { x: 'new', y: 'new', id: 'new' }, b: { label: 'label of new' } },
  });
  expect(shop.requests.map(({ subgraph }) => subgraph)).toEqual(['orders', 'shipping']);
});

test('one field with several arguments is as many fields', async () => {
  const query = 'query ($l: String) { order { a: note b: note(lang: "fr") c: note(lang: $l) d: note(lang: $l) } }';
  expect(await shop.ask(query, { l: 'it' })).toEqual({
    data: { order: { a: 'note in en', b: 'note in fr', c: 'note in it', d: 'note in it' } },
  });
});

test('a variable that is called as the planner calls one of its own is a variable like any other', async () => {
  const sum = await shop.ask('query ($representations: [Int!]!) { sum(of: $representations) }', {
    representations: [2, 2, 3],
  });
  expect(sum).toEqual({ data: { sum: 7 } });
  const below = await shop.ask('query ($representations: [Int!]) { order { slip(of: $representations) } }', {
    representations: [1, 1],
  });
  expect(below).toEqual({ data: { order: { slip: 'note in de 1,1' } } });
});

test('the plan of one operation serves those that differ in names and white space alone', async () => {
  shop.requests.length = 0;
  await shop.ask('query A($x: String) { order { id note(lang: $x) } }', { x: 'fr' });
  await shop.ask('query B($y: String) { o: order { ... on Order { i: id n: note(lang: $y) } id } }', { y: 'fr' });
  const [first, second] = shop.requests;
  expect(second).toEqual(first);
});

test('what is left out by a variable leaves nothing behind', async () => {
  const query = 'query ($v: Boolean!) { order { label weight @skip(if: $v) } }';
  expect(await shop.ask(query, { v: false })).toEqual({ data: { order: { label: 'label of new', weight: 30 } } });
  shop.requests.length = 0;
  expect(await shop.ask(query, { v: true })).toEqual({ data: { order: { label: 'label of new' } } });
  expect(shop.requests[0]?.query).not.toContain('count');
  const all = 'query ($v: Boolean = false) { orders @include(if: $v) { id } order { id @include(if: $v) } }';
  expect(await shop.ask(all)).toEqual({ data: { order: {} } });
});

test('what changes something is done under each name, in the order of the client', async () => {
  const done: string[] = [];
  const record = (what: string) => done.push(what);
  const { ask } = federate({
    a: {
      sdl: 'type Query { z: Int } type Mutation { add(n: Int): Int reset: Int }',
      resolvers: {
        Mutation: { add: (_: unknown, { n }: { n: number }) => record(`add ${n}`), reset: () => record('reset') },
      },
    },
    b: { sdl: 'type Mutation { send: Int }', resolvers: { Mutation: { send: () => record('send') } } },
  });
  const query = `mutation { one: add(n: 1) two: add(n: 1) send ...F reset again: reset reset }
    fragment F on Mutation { three: add(n: 1) more: send }`;
  expect(await ask(query)).toEqual({ data: { one: 1, two: 2, send: 3, three: 4, more: 5, reset: 6, again: 7 } });
  expect(done).toEqual(['add 1', 'add 1', 'send', 'add 1', 'send', 'reset', 'reset']);
});
