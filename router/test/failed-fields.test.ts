import { unavailable } from '@commerce/platform/errors/domain-error';
import { expect, test } from 'vitest';
import { failedFields } from '../failed-fields.ts';

const failedPaths = (query: string, variables = {}) =>
  failedFields(unavailable('The order subgraph'), 'order', query, variables).map(({ path }) => path?.join('.'));

const representations = [
  { __typename: 'Account', id: '1' },
  { __typename: 'Account', id: '2' },
];

test.each([
  ['a root field', '{ order(id: 1) { id } }', {}, ['order']],
  ['a root field by its alias', '{ mine: order(id: 1) { id } }', {}, ['mine']],
  ['each of many', '{ a: order(id: 1) { id } b: order(id: 2) { id } __typename }', {}, ['a', 'b']],
  [
    'a field in fragments',
    'query { ...F ... { c: order { id } } } fragment F on Query { order { id } }',
    {},
    ['order', 'c'],
  ],
  [
    'the fields of each entity',
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Account { orders { id } n: name } } }',
    { representations },
    ['_entities.0.orders', '_entities.0.n', '_entities.1.orders', '_entities.1.n'],
  ],
])('%s that was to be fetched has an error on its path', (_what, query, variables, paths) => {
  expect(failedPaths(query, variables)).toEqual(paths);
});

test('an error says what failed and whether to retry, and nothing internal', () => {
  const error = unavailable('The order subgraph', new Error('connect ECONNREFUSED 10.0.0.7:4003'));
  expect(failedFields(error, 'order', '{ order { id } }', {})).toEqual([
    {
      message: 'The order subgraph cannot be reached; retry later.',
      path: ['order'],
      extensions: { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: 'order' },
    },
  ]);
});

test('a fetch for thousands of entities gives no more errors than a client would read', () => {
  const many = Array.from({ length: 5_000 }, (_, id) => ({ __typename: 'Account', id }));
  const query = '{ _entities(representations: $r) { ... on Account { orders { id } } } }';
  expect(failedPaths(query, { representations: many })).toHaveLength(100);
});

test('and looks at no more entities than it has errors for', () => {
  let looked = 0;
  const many = new Proxy(
    Array.from({ length: 5_000 }, () => ({ __typename: 'Account' })),
    {
      get(target, key, receiver): unknown {
        if (typeof key === 'string' && /^\d+$/.test(key)) looked += 1;
        return Reflect.get(target, key, receiver);
      },
    },
  );
  const query = '{ _entities(representations: $r) { ... on Account { orders { id } name } } }';
  expect(failedPaths(query, { representations: many })).toHaveLength(100);
  expect(looked).toBeLessThanOrEqual(100);
});
