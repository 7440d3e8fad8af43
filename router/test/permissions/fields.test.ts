import { ANYONE } from '@commerce/platform/auth/caller';
import { describe, expect, test } from 'vitest';
import { known } from '../execution/federation.ts';
import { federateWithPermissions, refused, signedIn } from './asked-by.ts';

/** Accounts, and what another subgraph knows of them. */
function accounts() {
  return federateWithPermissions({
    account: {
      sdl: `type Query { me: Account @authenticated ada: Account all: [Account] grid: [[Account]] }
        type Mutation { rename(name: String): Account @authenticated visit: Int close: Int @requiresScopes(scopes: [["write"]]) }
        type Account @key(fields: "id") { id: ID! name: String secret: String @authenticated friend: Account
          email: String! @requiresScopes(scopes: [["read:email"], ["staff", "read"]]) }`,
      resolvers: {
        Query: {
          me: () => ({ id: '1' }),
          ada: () => ({ id: '1' }),
          all: () => [{ id: '1' }, { id: '2' }],
          grid: () => [[{ id: '1' }], [{ id: '2' }, null]],
        },
        Mutation: { rename: () => ({ id: '1' }), visit: () => 7, close: () => 8 },
        Account: {
          name: () => 'Ada',
          secret: () => 'SECRET',
          email: () => 'EMAIL',
          friend: () => ({ id: '3' }),
          __resolveReference: known({}),
        },
      },
    },
    order: {
      sdl: `type Account @key(fields: "id") { id: ID! orders: [String!] @authenticated points: Int }`,
      resolvers: { Account: { orders: () => ['ORDER'], points: () => 5, __resolveReference: known({}) } },
    },
  });
}

const UNAUTHENTICATED = {
  message: 'Query.me needs a token that says who asks, in the header Authorization.',
  path: ['me'],
  extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REQUIRED' },
};

test('a field that its caller may not see is null, with an error on its path, and is not fetched', async () => {
  const { ask, requests } = accounts();
  expect(await ask('{ me { name } }')).toEqual({ data: { me: null }, errors: [UNAUTHENTICATED] });
  expect(requests).toEqual([]);
});

test('what stands beside it is answered', async () => {
  const { ask, sent } = accounts();
  const answer = await ask('{ ada { name secret orders points } me { name } __typename }');
  expect(answer.data).toEqual({
    ada: { name: 'Ada', secret: null, orders: null, points: 5 },
    me: null,
    __typename: 'Query',
  });
  expect(refused(answer)).toEqual([
    ['UNAUTHENTICATED', 'ada.secret'],
    ['UNAUTHENTICATED', 'ada.orders'],
    ['UNAUTHENTICATED', 'me'],
  ]);
  expect(sent()).not.toMatch(/secret|orders|\bme\b/);
});

test('a subject without the scopes is told which, and one list of them is enough', async () => {
  const { ask } = accounts();
  expect(await ask('{ ada { email } }', signedIn('staff'))).toEqual({
    data: { ada: null },
    errors: [
      {
        message: 'Account.email needs a token with the scope read:email or staff and read.',
        path: ['ada', 'email'],
        extensions: { code: 'FORBIDDEN', reason: 'SCOPE_REQUIRED' },
      },
    ],
  });
  for (const scopes of [['read:email'], ['staff', 'read'], ['read', 'more', 'staff']]) {
    expect(await ask('{ ada { email } }', signedIn(...scopes))).toEqual({ data: { ada: { email: 'EMAIL' } } });
  }
  expect(refused(await ask('{ ada { email } }'))).toEqual([['UNAUTHENTICATED', 'ada.email']]);
});

test('where nobody is asked who they are, all is open', async () => {
  const { ask } = accounts();
  expect(await ask('{ me { email secret orders } }', ANYONE)).toEqual({
    data: { me: { email: 'EMAIL', secret: 'SECRET', orders: ['ORDER'] } },
  });
});

describe('no way round:', () => {
  test.each([
    ['an alias', '{ ada { name: secret id: secret } }', ['ada.name', 'ada.id']],
    ['an inline fragment', '{ ada { ... { secret } ... on Account { it: secret } } }', ['ada.secret', 'ada.it']],
    [
      'a named fragment',
      'query A { ada { ...F } } fragment F on Account { ...G } fragment G on Account { secret }',
      ['ada.secret'],
    ],
    ['a condition', 'query A($yes: Boolean! = true) { ada { secret @include(if: $yes) } }', ['ada.secret']],
    ['an entity', '{ ada { points orders } }', ['ada.orders']],
    ['the depth', '{ ada { friend { friend { secret } } } }', ['ada.friend.friend.secret']],
    ['a list', '{ all { secret } }', ['all.0.secret', 'all.1.secret']],
    ['a list of lists', '{ grid { secret } }', ['grid.0.0.secret', 'grid.1.0.secret']],
  ])('%s', async (_, query, paths) => {
    const { ask, sent } = accounts();
    const answer = await ask(query);
    expect(refused(answer)).toEqual(paths.map((path) => ['UNAUTHENTICATED', path]));
    expect(JSON.stringify(answer)).not.toMatch(/SECRET|ORDER/);
    expect(sent()).not.toMatch(/secret|orders/);
  });
});

test('a mutation that its caller may not do does nothing, and those beside it run', async () => {
  const { ask, sent } = accounts();
  const answer = await ask('mutation { rename(name: "Eve") { name } visit close }', signedIn());
  expect(answer.data).toEqual({ rename: { name: 'Ada' }, visit: 7, close: null });
  expect(refused(answer)).toEqual([['FORBIDDEN', 'close']]);
  expect(sent()).not.toContain('close');

  const nothing = await ask('mutation { rename(name: "Eve") { name } close }');
  expect(nothing.data).toEqual({ rename: null, close: null });
  expect(sent()).toBe('');
});

test('what is null for a caller is not null for the next one, nor the other way round', async () => {
  const { ask } = accounts();
  const query = '{ ada { secret email } }';
  const answers = [];
  for (const caller of [signedIn('read:email'), undefined, signedIn(), signedIn('read:email'), ANYONE]) {
    answers.push((await ask(query, caller)).data);
  }
  const all = { ada: { secret: 'SECRET', email: 'EMAIL' } };
  expect(answers).toEqual([all, { ada: null }, { ada: null }, all, all]);
});

test('the schema tells of all fields: introspection has no permissions', async () => {
  const { ask } = accounts();
  expect(await ask('{ __type(name: "Account") { fields { name } } }')).toMatchObject({
    data: { __type: { fields: expect.arrayContaining([{ name: 'secret' }]) } },
  });
});

test('an object of which nothing may be seen is there or is not', async () => {
  const { ask } = accounts();
  const answer = await ask('{ ada { secret } }');
  expect(answer.data).toEqual({ ada: { secret: null } });
});
