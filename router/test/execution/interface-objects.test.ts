import { describe, expect, test } from 'vitest';
import { type Answer, federate, type Subgraph } from './federation.ts';

// Stock knows what kinds of media there are; ratings stands for all of them.
const MEDIA = [
  { __typename: 'Book', id: '1', pages: 100 },
  { __typename: 'Film', id: '2', minutes: 90 },
];
const stock: Subgraph = {
  sdl: `type Query { inStock: [Media!]! } interface Media @key(fields: "id") { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! pages: Int }
    type Film implements Media @key(fields: "id") { id: ID! minutes: Int }`,
  resolvers: {
    Query: { inStock: () => MEDIA },
    Media: { __resolveReference: ({ id }: { id: string }) => MEDIA.find((each) => each.id === id) ?? null },
  },
};
const ratings: Subgraph = {
  sdl: `type Query { best: [Media!]! } type Media @key(fields: "id") @interfaceObject { id: ID! stars: Int alike: Media }`,
  resolvers: {
    Query: { best: () => ['2', '1'].map((id) => ({ id })) },
    Media: { stars: ({ id }: { id: string }) => Number(id), alike: () => ({ id: '1' }) },
  },
};
const down: Subgraph['answer'] = () => Promise.reject(new Error('It is down.'));

describe('an object that a subgraph has by its interface alone', () => {
  test('is not asked for its type where that makes no difference', async () => {
    const { ask, requests } = federate({ stock, ratings });
    expect(await ask('{ best { id stars alike { rated: stars ... on Media { id } } } }')).toEqual({
      data: { best: ['2', '1'].map((id) => ({ id, stars: Number(id), alike: { rated: 1, id: '1' } })) },
    });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['ratings']);
  });

  test.each([
    ['asked for', '{ best { __typename stars } }', [{ __typename: 'Film' }, { __typename: 'Book' }]],
    ['asked for in a fragment', '{ best { ... { t: __typename } stars } }', [{ t: 'Film' }, { t: 'Book' }]],
    ['of a fragment', '{ best { ... on Book { pages } stars } }', [{}, { pages: 100 }]],
    [
      'of a fragment in another',
      '{ best { ...F stars } } fragment F on Media { ... on Film { id } }',
      [{ id: '2' }, {}],
    ],
  ])('is asked for its type where that is %s', async (_what, query, types) => {
    const { ask, requests } = federate({ stock, ratings });
    const stars = [2, 1];
    expect(await ask(query)).toEqual({ data: { best: types.map((each, at) => ({ ...each, stars: stars[at] })) } });
    expect(requests.map(({ subgraph }) => subgraph)).toEqual(['ratings', 'stock']);
  });

  test('is there without the subgraph that knows its type', async () => {
    const { ask } = federate({ stock: { ...stock, answer: down }, ratings });
    expect(await ask('{ best { stars } }')).toEqual({ data: { best: [{ stars: 2 }, { stars: 1 }] } });
  });

  test('is lost with a type that is asked for and does not come', async () => {
    const { ask } = federate({ stock: { ...stock, answer: down }, ratings });
    const { data, errors = [] }: Answer = await ask('{ best { alike { __typename stars } } }');
    expect(data).toEqual({ best: [{ alike: null }, { alike: null }] });
    expect(errors.map(({ path, extensions }) => [path, extensions?.['subgraph']])).toEqual([
      [['best', 0, 'alike'], 'stock'],
      [['best', 1, 'alike'], 'stock'],
    ]);
  });

  test('is null where the subgraph that knows its type knows no such object', async () => {
    const alike = () => ({ id: '9' });
    const { ask } = federate({ stock, ratings: { ...ratings, resolvers: { ...ratings.resolvers, Media: { alike } } } });
    expect(await ask('{ best { alike { __typename id } } }')).toEqual({
      data: { best: [{ alike: null }, { alike: null }] },
    });
  });

  test('is of a type that clients may know', async () => {
    const { ask } = federate({
      stock: {
        ...stock,
        sdl: stock.sdl.replace('type Film implements Media', 'type Film implements Media @inaccessible'),
      },
      ratings,
    });
    const { data, errors = [] } = await ask('{ best { stars } }');
    expect(data).toEqual(null);
    expect(errors.map(({ path }) => path)).toEqual([['best', 0]]);
  });

  test('of another subgraph has the type that this one says', async () => {
    const { ask } = federate({ stock, ratings });
    expect(await ask('{ inStock { id stars ... on Book { pages } } }')).toEqual({
      data: {
        inStock: [
          { id: '1', stars: 1, pages: 100 },
          { id: '2', stars: 2 },
        ],
      },
    });
  });
});

test('an object says its type to whom another subgraph would give it by its interface', async () => {
  const library = {
    sdl: `type Shelf { first: Media @shareable } interface Media @key(fields: "id") { id: ID! }
      type Book implements Media @key(fields: "id") { id: ID! }`,
  };
  const shop = {
    sdl: `type Query { shelf: Shelf } type Shelf { first: Book @shareable } type Book @key(fields: "id") { id: ID! title: String }`,
    resolvers: { Query: { shelf: () => ({ first: { id: '1', title: 'Emma' } }) } },
  };
  const { ask, requests } = federate({ library, ratings, shop });
  expect(await ask('{ shelf { first { id ... on Book { title } } } }')).toEqual({
    data: { shelf: { first: { id: '1', title: 'Emma' } } },
  });
  expect(requests.map(({ subgraph }) => subgraph)).toEqual(['shop']);
});

describe('an interface that no type implements', () => {
  // What is known of nobody but by name.
  const shapes = { sdl: 'type Query { drawn: Shape } interface Shape @key(fields: "id") { id: ID! }' };
  const areas = {
    sdl: 'type Query { measured: Shape } type Shape @key(fields: "id", resolvable: false) @interfaceObject { id: ID! area: Int }',
    resolvers: { Query: { measured: () => ({ id: '1', area: 4 }) } },
  };

  test('is answered by who stands for it', async () => {
    const { ask } = federate({ shapes, areas });
    expect(await ask('{ measured { id area } }')).toEqual({ data: { measured: { id: '1', area: 4 } } });
  });
});
