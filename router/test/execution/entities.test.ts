import { resourceExhausted } from '@commerce/platform/errors/domain-error';
import { describe, expect, test } from 'vitest';
import { type Answer, federate, known, type Subgraph } from './federation.ts';

const paths = ({ errors = [] }: Answer) => errors.map(({ path }) => path?.join('.'));

describe('an entity at several places', () => {
  const lines: Subgraph = {
    sdl: `type Query { lines: [Line!]! } type Line { product: Product } type Product @key(fields: "id") { id: ID! discount: Int }`,
    resolvers: { Query: { lines: () => [5, 7, 5].map((discount) => ({ product: { id: '1', discount } })) } },
  };
  const pricing = (before: { catalog?: Promise<unknown>; pricing?: Promise<unknown> }) => ({
    lines,
    catalog: {
      sdl: `type Query { a: Int } type Product @key(fields: "id") { id: ID! info: Info @shareable } type Info { base: Int }`,
      resolvers: { Product: { __resolveReference: known({ info: { base: 100 } }) } },
      answer: async (usual: unknown) => (await before.catalog, usual),
    },
    pricing: {
      sdl: `type Query { b: Int } type Info { final: Int }
        type Product @key(fields: "id") { id: ID! discount: Int @external info: Info @shareable @requires(fields: "discount") }`,
      resolvers: {
        Product: {
          __resolveReference: known({}),
          info: ({ discount }: { discount: number }) => ({ final: 100 - discount }),
        },
      },
      answer: async (usual: unknown) => (await before.pricing, usual),
    },
  });

  test.each(['catalog', 'pricing'] as const)(
    'keeps what is of each place, with %s the last to answer',
    async (last) => {
      // A turn of the loop is longer than any promise.
      const later = new Promise((resolve) => setTimeout(resolve, 20));
      const { ask } = federate(pricing({ [last]: later }));
      const infos = [95, 93, 95].map((final) => ({ product: { info: { base: 100, final } } }));
      expect(await ask('{ lines { product { info { base final } } } }')).toEqual({ data: { lines: infos } });
    },
  );

  test('is sent once', async () => {
    const { ask, requests } = federate(pricing({}));
    await ask('{ lines { product { info { base } } } }');
    expect(requests.at(-1)?.variables).toEqual({ representations: [{ __typename: 'Product', id: '1' }] });
  });

  test('counts at each, before it is copied', async () => {
    const copies: number[] = [];
    const tooMany = resourceExhausted('Too many.', { reason: 'RESPONSE_TOO_LARGE', retryable: false });
    const holdCopies = (_value: unknown, count: number) => {
      copies.push(count);
      throw tooMany;
    };
    const { ask } = federate(pricing({}), { holdCopies });
    const answer = await ask('{ lines { product { id info { base } } } }');
    expect(copies).toEqual([2]);
    expect(answer.data).toEqual({ lines: [1, 2, 3].map(() => ({ product: { id: '1', info: null } })) });
    expect(paths(answer)).toEqual([0, 1, 2].map((index) => `lines.${index}.product.info`));
    expect(answer.errors?.[0]?.extensions).toEqual({
      code: 'RESOURCE_EXHAUSTED',
      reason: 'RESPONSE_TOO_LARGE',
      subgraph: 'catalog',
    });
  });
});

test('a field that several subgraphs have, and that fails in each of them, is told once', async () => {
  const info = () => {
    throw new Error('No info.');
  };
  const part = (field: string) => ({
    sdl: `type T @key(fields: "id") { id: ID! info: Info @shareable } type Info { ${field}: Int }`,
    resolvers: { T: { __resolveReference: known({}), info } },
  });
  const { ask } = federate({
    a: {
      sdl: 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
      resolvers: { Query: { t: () => ({ id: '1' }) } },
    },
    b: part('b'),
    c: part('c'),
  });
  const answer = await ask('{ t { info { b c } } }');
  expect(answer.data).toEqual({ t: { info: null } });
  expect(paths(answer)).toEqual(['t.info']);
});

test('a field of the root type that stands at several places counts at each', async () => {
  const copies: number[] = [];
  const { ask } = federate(
    {
      a: {
        sdl: 'type Query { nodes: [Node!]! } type Node { query: Query! }',
        resolvers: { Query: { nodes: () => [1, 2, 3].map(() => ({ query: {} })) } },
      },
      b: { sdl: 'type Query { b: Int }', resolvers: { Query: { b: () => 1 } } },
    },
    { holdCopies: (_value, count) => void copies.push(count) },
  );
  const nodes = [1, 2, 3].map(() => ({ query: { b: 1 } }));
  expect(await ask('{ nodes { query { b } } }')).toEqual({ data: { nodes } });
  expect(copies).toEqual([2]);
});

describe('what the planner renames', () => {
  test('keeps its value, a falsy one too', async () => {
    const { ask } = federate({
      search: {
        sdl: `type Query { search: [Hit!]! } union Hit = Repo | User
          type Repo @key(fields: "id") { id: ID! n: Int b: Boolean! t: ID! }
          type User @key(fields: "id") { id: ID! n: Int! b: Boolean t: String }`,
        resolvers: { Query: { search: () => [{ __typename: 'User', id: 'u', n: 0, b: false, t: '' }] } },
      },
    });
    expect(await ask('{ search { ... on Repo { n b x: t } ... on User { n b y: t } } }')).toEqual({
      data: { search: [{ n: 0, b: false, y: '' }] },
    });
  });

  test('has its errors under its own name', async () => {
    const { ask } = federate({
      search: {
        sdl: `type Query { search: [Hit!]! } union Hit = Repo | User type Repo { n: Int } type User { n: String }`,
        resolvers: {
          Query: { search: () => [{ __typename: 'User' }, { __typename: 'Repo', n: 1 }] },
          User: {
            n: () => {
              throw new Error('No.');
            },
          },
        },
      },
    });
    const answer = await ask('{ search { ... on Repo { r: n } ... on User { u: n } } }');
    expect(answer.data).toEqual({ search: [{ u: null }, { r: 1 }] });
    expect(paths(answer)).toEqual(['search.0.u']);
  });

  test('is a key of another type too', async () => {
    const { ask } = federate({
      hits: {
        sdl: `type Query { hits: [H!]! } union H = A | B type A @key(fields: "id") { id: Int! } type B @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            hits: () => [
              { __typename: 'A', id: 0 },
              { __typename: 'B', id: '' },
            ],
          },
        },
      },
      texts: {
        sdl: `type Query { z: Int } type A @key(fields: "id") { id: Int! t: String } type B @key(fields: "id") { id: ID! t: String }`,
        resolvers: {
          A: { __resolveReference: known({}), t: ({ id }: { id: number }) => `A${id}` },
          B: { __resolveReference: known({}), t: ({ id }: { id: string }) => `B${id}` },
        },
      },
    });
    expect(await ask('{ hits { ... on A { t } ... on B { t } } }')).toEqual({
      data: { hits: [{ t: 'A0' }, { t: 'B' }] },
    });
  });
});

test('interfaces: a value is of the type that it says, and of none that its schema does not know', async () => {
  let typename = 'Book';
  const { ask } = federate({
    media: {
      sdl: `type Query { media: Media } interface Media { id: ID! } type Book implements Media { id: ID! pages: Int }
        type Film implements Media { id: ID! minutes: Int }`,
      resolvers: { Query: { media: () => ({ __typename: 'Book', id: '1', pages: 7 }) } },
      answer: (usual) => JSON.parse(JSON.stringify(usual).replace('"Book"', JSON.stringify(typename))),
    },
  });
  const query = '{ media { kind: __typename id ... on Book { pages } ... on Film { minutes } } }';
  expect(await ask(query)).toEqual({ data: { media: { kind: 'Book', id: '1', pages: 7 } } });
  for (typename of ['Game', 'Query', 'Media', 'String']) {
    const answer = await ask(query);
    expect(answer.data).toEqual({ media: null });
    expect(paths(answer)).toEqual(['media']);
  }
});

test('where two subgraphs give lists of different lengths, what the second gives is told as missing', async () => {
  const sdl = (field: string) =>
    `type T @key(fields: "id") { id: ID! parts: [Part] @shareable } type Part { ${field}: Int }`;
  const { ask } = federate({
    a: {
      sdl: `type Query { t: T } ${sdl('a')}`,
      resolvers: { Query: { t: () => ({ id: '1', parts: [{ a: 1 }, { a: 2 }] }) } },
    },
    b: {
      sdl: `type Query { z: Int } ${sdl('b')}`,
      resolvers: { T: { __resolveReference: known({ parts: [{ b: 1 }, { b: 2 }, { b: 3 }] }) } },
    },
  });
  const answer = await ask('{ t { parts { a b } } }');
  expect(answer.data).toEqual({
    t: {
      parts: [
        { a: 1, b: null },
        { a: 2, b: null },
      ],
    },
  });
  expect(paths(answer)).toEqual(['t.parts.0.b', 't.parts.1.b']);
});

test('what comes once and is asked for under many names counts under each', async () => {
  const sdl = `type Query { rows: [Row!]! name: String deep: Deep } type Row { cells: [Cell!]! } type Cell { text: String }
    type Deep { text: String }`;
  const cells = Array.from({ length: 10 }, () => ({ text: 'x' }));
  const resolvers = {
    Query: { rows: () => [{ cells }, { cells }], name: () => 'n', deep: () => ({ text: 'x' }) },
  };
  const { ask } = federate({ table: { sdl, resolvers } }, { maxFields: 100 });
  const names = (count: number) => Array.from({ length: count }, (_, n) => `n${n}: text`).join(' ');
  const right = await ask(`{ name rows { cells { ${names(2)} } } }`);
  expect(right).not.toHaveProperty('errors');
  const wide = await ask(`{ name rows { cells { ${names(5)} } } }`);
  expect(wide.data).toBeNull();
  expect(wide.errors).toMatchObject([
    { path: ['rows'], extensions: { code: 'RESOURCE_EXHAUSTED', reason: 'RESPONSE_TOO_LARGE', subgraph: 'table' } },
  ]);
  expect(await ask(`{ name deep { ${names(101)} } }`)).toMatchObject({
    data: null,
    errors: [{ extensions: { reason: 'RESPONSE_TOO_LARGE' } }],
  });
});
