import { log } from '@commerce/platform/log';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Answer, federate, known } from './federation.ts';

// What one subgraph says, whatever it is, costs what was asked of it and no more, and no null is without an error.

/** What each answers in place of what it would. */
let said: { orders?: unknown; names?: unknown };
beforeEach(() => void (said = {}));
afterEach(() => void vi.restoreAllMocks());

const graph = federate({
  orders: {
    sdl: `type Query { order: Order orders: [Order!] must: Order! pair: [[Order]] color: Color long: Long note: Note }
      type Order @key(fields: "id") { id: ID! count: Int } enum Color { RED GREEN } scalar Long type Note { text: String! }`,
    resolvers: {
      Query: {
        order: () => ({ id: '1', count: 1 }),
        orders: () => [{ id: '1' }, { id: '2' }],
        must: () => ({ id: '1' }),
        pair: () => [[{ id: '1' }, null], [{ id: '2' }]],
        color: () => 'RED',
        long: () => 12,
        note: () => ({ text: 'x' }),
      },
    },
    answer: (usual) => said.orders ?? usual,
  },
  names: {
    sdl: `type Query { other: Int } type Order @key(fields: "id") { id: ID! name: String nick: String title: String! }`,
    resolvers: {
      Query: { other: () => 1 },
      Order: { __resolveReference: known({ name: 'n', nick: 'k', title: 't' }) },
    },
    answer: (usual) => said.names ?? usual,
  },
});

const paths = ({ errors = [] }: Answer) => errors.map(({ path }) => path?.join('.'));
const codes = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions?.['code']);
const no = { message: 'No.', extensions: { code: 'FORBIDDEN' } };

describe('a value that is not of its type', () => {
  test.each([
    ['an object for a list', '{ orders { id } other }', { orders: { id: '1' } }, 'orders'],
    [
      'an object for a list of entities',
      '{ orders { name } other }',
      { orders: { __typename: 'Order', id: '1' } },
      'orders',
    ],
    ['a list for an object', '{ order { id } other }', { order: [{ id: '1' }] }, 'order'],
    ['a text for an object', '{ order { id } other }', { order: 'oops' }, 'order'],
    ['a text for a number', '{ order { count } other }', { order: { count: 'many' } }, 'order.count'],
    ['a number beyond 32 bits', '{ order { count } other }', { order: { count: 2 ** 31 } }, 'order.count'],
    ['an unknown enum value', '{ color other }', { color: 'PINK' }, 'color'],
    ['an object for an enum value', '{ color other }', { color: {} }, 'color'],
    ['null where that is not allowed', '{ note { text } other }', { note: { text: null } }, 'note.text'],
    ['nothing for a field', '{ order { count } other }', { order: {} }, 'order.count'],
    ['nothing at all', '{ order { count } other }', {}, 'order'],
  ])('%s', async (_what, query, data, path) => {
    said.orders = { data };
    const answer = await graph.ask(query);
    expect(answer.data).toMatchObject({ other: 1 });
    expect(paths(answer)).toEqual([path]);
    expect(answer.errors?.[0]).toMatchObject({ extensions: { code: 'INTERNAL_SERVER_ERROR', subgraph: 'orders' } });
  });

  test('a scalar of its own may be anything', async () => {
    said.orders = { data: { long: { any: ['thing'] } } };
    expect(await graph.ask('{ long }')).toEqual({ data: { long: { any: ['thing'] } } });
  });
});

describe('entities that came otherwise than they were asked for', () => {
  const QUERY = '{ orders { id name } other }';
  test.each([
    ['null', { data: { _entities: null } }, ['orders.0.name', 'orders.1.name']],
    ['too few', { data: { _entities: [{ name: 'n' }] } }, ['orders.0.name', 'orders.1.name']],
    [
      'too many',
      { data: { _entities: [{ name: 'a' }, { name: 'b' }, { name: 'c' }] } },
      ['orders.0.name', 'orders.1.name'],
    ],
    ['neither data nor errors', {}, ['orders.0.name', 'orders.1.name']],
    ['no data', { data: null, errors: [no] }, ['orders.0.name', 'orders.1.name']],
  ])('%s', async (_what, entities, expected) => {
    said.names = entities;
    const answer = await graph.ask(QUERY.replace(' other', ''));
    expect(answer.data?.['orders']).toMatchObject([{ id: '1' }, { id: '2' }]);
    expect(paths(answer)).toEqual(expected);
    expect(answer.errors?.every(({ extensions }) => extensions?.['subgraph'] === 'names')).toBe(true);
  });

  test('what one of them lacks is told for each field, and what may not be null takes its object along', async () => {
    said.names = {
      data: { _entities: [null, { name: 'n', nick: null, title: 't' }] },
      errors: [{ ...no, path: ['_entities', 0] }],
    };
    const answer = await graph.ask('{ orders { name nick } }');
    expect(answer.data).toEqual({
      orders: [
        { name: null, nick: null },
        { name: 'n', nick: null },
      ],
    });
    expect(paths(answer)).toEqual(['orders.0.name', 'orders.0.nick']);
    const titled = await graph.ask('{ pair { id name title } }');
    expect(titled.data).toEqual({ pair: [[null, null], [{ id: '2', name: 'n', title: 't' }]] });
    expect(paths(titled)).toEqual(['pair.0.0']);
  });
});

describe('errors of every form', () => {
  test.each([
    ['null beside data', { data: { order: { id: '1' } }, errors: null }, undefined],
    ['an object', { data: { order: null }, errors: { message: 'x' } }, undefined],
    ['a list of null', { data: { order: null }, errors: [null] }, ['order']],
    ['extensions that are null', { errors: [{ message: 'x', extensions: null }] }, ['order']],
    ['a path that is a text', { data: { order: null }, errors: [{ ...no, path: 'order' }] }, ['order']],
    ['a path that is none', { data: { order: null }, errors: [{ ...no, path: '/' }] }, ['order']],
    ['a path to nowhere', { data: { order: null }, errors: [{ ...no, path: ['nowhere', {}] }] }, ['order']],
    ['no path', { data: { order: { id: '1' } }, errors: [no] }, [undefined]],
  ])('%s', async (_what, answer, expected) => {
    said.orders = answer;
    const result = await graph.ask('{ order { id } }');
    expect(result.errors && paths(result)).toEqual(expected);
  });

  test.each([
    ['of the list', ['_entities'], ['orders.0.name', 'orders.1.name']],
    ['with a text for an index', ['_entities', '1', 'name'], ['orders.1.name']],
    ['of one entity', ['_entities', 1], ['orders.1.name']],
    ['of an entity that was not asked for', ['_entities', 7, 'name'], ['orders.0.name', 'orders.1.name']],
  ])('a path of entities: %s', async (_what, path, expected) => {
    said.names = {
      data: { _entities: [{ name: 'n' }, { name: null }].map((e) => (expected.length > 1 ? null : e)) },
      errors: [{ ...no, path }],
    };
    const answer = await graph.ask('{ orders { id name } }');
    expect(paths(answer)).toEqual(expected);
    expect(codes(answer)).toEqual(expected.map(() => 'FORBIDDEN'));
  });

  test("an error stands on each of the client's names", async () => {
    said.orders = { data: { order: { count: null } }, errors: [{ ...no, path: ['order', 'count'] }] };
    const answer = await graph.ask('{ a: order { x: count y: count } }');
    expect(paths(answer)).toEqual(['a.x', 'a.y']);
  });

  test('null goes up as far as it must, with one error', async () => {
    said.orders = { data: null, errors: [{ ...no, path: ['must', 'id'] }] };
    const answer = await graph.ask('{ must { id } }');
    expect(answer.data).toBeNull();
    expect(codes(answer)).toEqual(['FORBIDDEN']);
  });
});

test('of thousands of faults there are no more errors than a client reads', async () => {
  said.orders = { data: { orders: Array.from({ length: 5_000 }, () => ({ __typename: 'Order', count: 'many' })) } };
  const { data, errors } = await graph.ask('{ orders { count name } }');
  expect(data?.['orders']).toHaveLength(5_000);
  expect(errors).toHaveLength(100);
});

test('an index that is a text says which entity an error is of', async () => {
  const nameless = { name: null };
  said.names = { data: { _entities: [nameless, nameless] }, errors: [{ ...no, path: ['_entities', '1', 'name'] }] };
  expect(paths(await graph.ask('{ orders { id name } }'))).toEqual(['orders.1.name']);
});

test('a fault of an entity stands on the entity where that is null for it, and on its fields where it is not', async () => {
  said.names = {
    data: { _entities: [null, null] },
    errors: [0, 1].map((index) => ({ ...no, path: ['_entities', index] })),
  };
  expect(paths(await graph.ask('{ orders { title } }'))).toEqual(['orders.0']);
  expect(paths(await graph.ask('{ orders { nick } }'))).toEqual(['orders.0.nick', 'orders.1.nick']);
});

test('an entity whose key failed fails with the cause', async () => {
  const data = {
    orders: [
      { __typename: 'Order', id: null },
      { __typename: 'Order', id: '2' },
    ],
  };
  said.orders = { data, errors: [{ ...no, path: ['orders', 0, 'id'] }] };
  said.names = { data: { _entities: [{ nick: 'k' }] } };
  const answer = await graph.ask('{ orders { nick } }');
  expect(answer.data).toEqual({ orders: [{ nick: null }, { nick: 'k' }] });
  expect(paths(answer)).toEqual(['orders.0.nick']);
  expect(codes(answer)).toEqual(['FORBIDDEN']);
});

test('a field that takes its object along is told alone: what the object lacks besides is not there', async () => {
  said.names = { data: { _entities: [null] }, errors: [{ ...no, path: ['_entities', 0, 'title'] }] };
  expect(paths(await graph.ask('{ order { nick title name } }'))).toEqual(['order.title']);
});

test('an entity that is not known is null where it may be, and an error where it may not', async () => {
  said.names = { data: { _entities: [null, null] } };
  expect(await graph.ask('{ orders { nick } }')).toEqual({ data: { orders: [{ nick: null }, { nick: null }] } });
  const { data, errors } = await graph.ask('{ orders { title } }');
  expect(data).toEqual({ orders: null });
  expect(errors).toMatchObject([{ path: ['orders', 0], extensions: { code: 'NOT_FOUND', subgraph: 'names' } }]);
  said.names = { data: { _entities: [null] } };
  expect(await graph.ask('{ order { id title } }')).toEqual({ data: { order: null } });
  // What else is wrong with what is not there nobody needs to know.
  said.orders = { data: { order: { __typename: 'Order', id: '1', count: 'many' } } };
  expect(await graph.ask('{ order { count title } }')).toEqual({ data: { order: null } });
});

test('why the router itself says that something is wrong is in the log, once', async () => {
  const error = vi.spyOn(log, 'error').mockImplementation(() => {});
  said.orders = { data: { orders: [{ count: 'many' }, { count: 'few' }], color: 'PINK' } };
  await graph.ask('{ orders { count } color }');
  expect(error.mock.calls).toEqual([
    [
      { reasons: ['orders: Order.count came as what it is not.', 'orders: Query.color came as what it is not.'] },
      expect.any(String),
    ],
  ]);
  error.mockClear();
  said.orders = { data: { color: null }, errors: [no] };
  await graph.ask('{ color }');
  expect(error).not.toHaveBeenCalled();
});
