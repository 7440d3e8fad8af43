import { describe, expect, test } from 'vitest';
import { type Answer, federate, known } from './federation.ts';

// What a field requires of other subgraphs, by @requires.

const paths = ({ errors = [] }: Answer) => errors.map(({ path }) => path?.join('.'));

describe('a field that another one requires and that fails', () => {
  const graph = federate({
    a: {
      sdl: `type Query { t: T ts: [T] } type T @key(fields: "id") { id: ID! base: Int deep: Deep } type Deep { x: Int }`,
      resolvers: {
        Query: { t: () => ({ id: '1' }), ts: () => [{ id: '1' }, { id: '2', base: 2 }, null] },
        T: {
          base: ({ base }: { base?: number }) => {
            if (base === undefined) throw new Error('No base.');
            return base;
          },
        },
      },
    },
    b: {
      sdl: `type Query { z: Int } type T @key(fields: "id") { id: ID! base: Int @external twice: Int @requires(fields: "base") plain: Int }`,
      resolvers: {
        T: { __resolveReference: known({ plain: 1 }), twice: ({ base }: { base: number }) => 2 * (base ?? 100) },
      },
    },
  });

  test('fails it, where it is asked for and where it is not', async () => {
    for (const query of ['{ t { base twice } }', '{ t { twice } }']) {
      const answer = await graph.ask(query);
      expect(answer.data?.['t']).toMatchObject({ twice: null });
      expect(paths(answer)).toContain('t.twice');
      expect(answer.errors?.every(({ message }) => message === 'No base.')).toBe(true);
    }
  });

  test('costs no other entity, and no other field', async () => {
    const answer = await graph.ask('{ ts { twice plain } t { plain } }');
    expect(answer.data).toEqual({
      ts: [{ twice: null, plain: 1 }, { twice: 4, plain: 1 }, null],
      t: { plain: 1 },
    });
    expect(paths(answer)).toEqual(['ts.0.twice']);
  });
});

test('a part of an object that requires what failed fails, with the cause, and not its other parts', async () => {
  const { ask } = federate({
    a: {
      sdl: `type Query { t: T } type T @key(fields: "id") { id: ID! base: Int } `,
      resolvers: {
        Query: { t: () => ({ id: '1' }) },
        T: {
          base() {
            throw new Error('No base.');
          },
        },
      },
    },
    b: {
      sdl: 'type T @key(fields: "id") { id: ID! info: Info @shareable } type Info { plain: Int }',
      resolvers: { T: { __resolveReference: known({ info: { plain: 1 } }) } },
    },
    c: {
      sdl: `type T @key(fields: "id") { id: ID! base: Int @external info: Info @shareable @requires(fields: "base") }
        type Info { final: Int }`,
      resolvers: { T: { __resolveReference: known({}) } },
    },
  });
  const answer = await ask('{ t { info { plain final } } }');
  expect(answer.data).toEqual({ t: { info: { plain: 1, final: null } } });
  expect(answer.errors).toMatchObject([{ message: 'No base.', path: ['t', 'info', 'final'] }]);
});

describe('fields of one entity that require others', () => {
  const letters = ['a', 'b', 'c', 'd'] as const;
  /** What each number of an entity has: one bit says whether a field of it fails. */
  const failing = (n: number) => letters.filter((_, bit) => (n >> bit) % 2 === 1);
  let ids: number[] = [];
  const { ask, requests } = federate({
    base: {
      sdl: `type Query { ts: [T!] } type T @key(fields: "id") { id: ID! ${letters.map((name) => `${name}: Deep`).join(' ')} }
        type Deep { list: [Int] other: Int }`,
      resolvers: {
        Query: { ts: () => ids.map((n) => ({ id: String(n) })) },
        T: Object.fromEntries(
          letters.map((name) => [
            name,
            ({ id }: { id: string }) => ({
              list: failing(Number(id)).includes(name) ? [1, new Error(`No ${name}.`)] : [1, 2],
              other: 3,
            }),
          ]),
        ),
      },
    },
    sums: {
      sdl: `type Query { z: Int } type Deep @external { list: [Int] } type T @key(fields: "id") { id: ID! plain(of: Int): Int
        ${letters.map((name) => `${name}: Deep @external ${name}Sum(of: Int): Int @requires(fields: "${name} { list }")`).join(' ')} }`,
      resolvers: {
        T: {
          __resolveReference: known({ plain: 7 }),
          ...Object.fromEntries(
            letters.map((name) => [
              `${name}Sum`,
              (t: Record<string, { list: number[] }>, { of }: { of?: number }) =>
                (t[name]?.list ?? []).reduce((sum, each) => sum + each, of ?? 0),
            ]),
          ),
        },
      },
    },
  });
  const sums = letters.map((name) => `${name}Sum(of: $${name})`).join(' ');
  const query = `query (${letters.map((name) => `$${name}: Int`).join(' ')}) { ts { plain ${sums} } }`;
  const variables = { a: 10, b: 20, c: 30, d: 40 };
  const whole = { plain: 7, aSum: 13, bSum: 23, cSum: 33, dSum: 43 };
  const without = (n: number) => Object.fromEntries(failing(n).map((name) => [`${name}Sum`, null]));
  const asked = () => requests.flatMap((request) => (request.subgraph === 'sums' ? [request] : []));

  test('cost those alone whose requirement failed, also in a part of it', async () => {
    ids = [0, 1, 6];
    requests.length = 0;
    const answer = await ask(query, variables);
    expect(answer.data).toEqual({ ts: ids.map((n) => ({ ...whole, ...without(n) })) });
    expect(paths(answer)).toEqual(['ts.1.aSum', 'ts.2.bSum', 'ts.2.cSum']);
    expect(answer.errors?.map(({ message }) => message)).toEqual(['No a.', 'No b.', 'No c.']);
    // A subgraph refuses a document that declares variables which it does not use.
    expect(
      asked().map(({ variables: sent }) => Object.values(sent).filter((value) => typeof value === 'number')),
    ).toEqual([
      [10, 20, 30, 40],
      [20, 30, 40],
      [10, 40],
    ]);
    expect(asked().at(2)?.variables['representations']).toEqual([
      { __typename: 'T', id: '6', a: { list: [1, 2] }, d: { list: [1, 2] } },
    ]);
  });

  test('are asked for in a few requests, however their requirements fail', async () => {
    ids = Array.from({ length: 32 }, (_, n) => n % 16);
    requests.length = 0;
    const { data, errors = [] } = await ask(query, variables);
    expect(asked().length).toBeLessThanOrEqual(6);
    const ts = data?.['ts'] as Record<string, number | null>[];
    for (const [index, n] of ids.entries()) {
      expect(ts[index]).toMatchObject({ plain: 7, ...without(n) });
      for (const [name, value] of Object.entries(ts[index] ?? {})) {
        const path = `ts.${index}.${name}`;
        expect(value).toBe(errors.some((error) => error.path?.join('.') === path) ? null : whole[name as 'plain']);
      }
    }
    expect(ts.at(16)).toEqual(whole);
  });

  test('are not asked for when there is nothing else', async () => {
    ids = [15];
    requests.length = 0;
    const answer = await ask('{ ts { aSum bSum } }');
    expect(answer.data).toEqual({ ts: [{ aSum: null, bSum: null }] });
    expect(asked()).toEqual([]);
  });
});

describe('fields that require one field with different arguments', () => {
  let moves = 0;
  const { ask, requests } = federate({
    a: {
      sdl: `type Query { t: T i: I } type Mutation { move: T } type T implements I @key(fields: "id") { id: ID! price(in: Int): Int size: Size }
        type Size { high(in: Int): Int } interface I { price(in: Int): Int }`,
      resolvers: {
        Query: { t: () => ({ id: '1', size: {} }), i: () => ({ __typename: 'T', id: '1' }) },
        Mutation: {
          move() {
            moves += 1;
            return { id: '1' };
          },
        },
        T: { price: (_: unknown, { in: times = 1 }: { in?: number }) => 100 * times },
        Size: { high: (_: unknown, { in: times = 1 }: { in?: number }) => 7 * times },
      },
    },
    b: {
      sdl: `type Query { z: Int } type Size @external { high(in: Int): Int } type T @key(fields: "id") { id: ID! price(in: Int): Int @external size: Size @external
        plain: Int dear: Int @requires(fields: "price(in: 3)") cheap: Int @requires(fields: "price(in: 4)")
        usual: Int @requires(fields: "price") dearToo: Int @requires(fields: "price(in: 3)")
        high: Int @requires(fields: "size { high(in: 2) }") higher: Int @requires(fields: "size { high(in: 3) } price(in: 4)") }`,
      resolvers: {
        T: {
          __resolveReference: known({ plain: 5 }),
          ...Object.fromEntries(
            ['dear', 'cheap', 'usual', 'dearToo'].map((name) => [name, ({ price }: { price: number }) => price + 1]),
          ),
          high: ({ size }: { size: { high: number } }) => size.high,
          higher: ({ size, price }: { size: { high: number }; price: number }) => size.high + price,
        },
      },
    },
  });

  test.each([
    ['{ t { dear cheap } }', { t: { dear: 301, cheap: 401 } }],
    ['{ t { plain cheap usual dear dearToo } }', { t: { plain: 5, cheap: 401, usual: 101, dear: 301, dearToo: 301 } }],
    [
      '{ t { price price3: price(in: 3) other: price(in: 9) cheap } }',
      { t: { price: 100, price3: 300, other: 900, cheap: 401 } },
    ],
    ['{ t { high higher dear } }', { t: { high: 14, higher: 421, dear: 301 } }],
    ['{ i { price ... on T { dear cheap } } }', { i: { price: 100, dear: 301, cheap: 401 } }],
  ])('each have the value of theirs: %s', async (query, data) => {
    expect(await ask(query)).toEqual({ data });
  });

  test('are fetched beside each other, by the names that their subgraphs know', async () => {
    requests.length = 0;
    await ask('{ t { plain dear cheap dearToo } }');
    expect(requests.map(({ subgraph, variables: { representations } }) => [subgraph, representations])).toEqual([
      ['a', undefined],
      ['b', [{ __typename: 'T', id: '1', price: 300 }]],
      ['b', [{ __typename: 'T', id: '1', price: 400 }]],
    ]);
  });

  test('change nothing twice below a mutation', async () => {
    expect(await ask('mutation { move { dear cheap } }')).toEqual({ data: { move: { dear: 301, cheap: 401 } } });
    expect(moves).toBe(1);
  });

  test('are not fields of the schema', async () => {
    const answer = await ask('{ __type(name: "T") { fields { name } } }');
    expect(JSON.stringify(answer)).not.toContain('price__');
  });
});
