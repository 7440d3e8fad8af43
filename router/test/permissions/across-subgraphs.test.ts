import { buildSchema } from '@apollo/federation-internals';
import { describe, expect, test } from 'vitest';
import { typeRequirements } from '../../permissions/type-requirements.ts';
import { known } from '../execution/federation.ts';
import { federateWithPermissions, refused, signedIn } from './asked-by.ts';

test('a key that its caller may not see finds the entity, and is not told', async () => {
  const { ask } = federateWithPermissions({
    product: {
      sdl: 'type Query { product: Product } type Product @key(fields: "id") { id: ID! @authenticated code: Int name: String }',
      resolvers: { Query: { product: () => ({ id: 'KEY', name: 'Pen' }) } },
    },
    stock: {
      sdl: 'type Product @key(fields: "id") { id: ID! @authenticated left: Int }',
      resolvers: { Product: { __resolveReference: known({ left: 3 }) } },
    },
  });
  expect(await ask('{ product { name left } }')).toEqual({ data: { product: { name: 'Pen', left: 3 } } });
  const answer = await ask('{ product { left it: id } }');
  expect(answer.data).toEqual({ product: null });
  expect(refused(answer)).toEqual([['UNAUTHENTICATED', 'product.it']]);
  expect(JSON.stringify(answer)).not.toContain('KEY');
});

test('what a subgraph fails with of a key that may not be seen is not told', async () => {
  const { ask } = federateWithPermissions({
    product: {
      sdl: 'type Query { product: Product } type Product @key(fields: "id") { id: ID @authenticated name: String }',
      resolvers: {
        Query: { product: () => ({ name: 'Pen' }) },
        Product: {
          id: () => {
            throw new Error('no KEY');
          },
        },
      },
    },
    stock: {
      sdl: 'type Product @key(fields: "id") { id: ID @authenticated left: Int }',
      resolvers: { Product: { __resolveReference: known({ left: 3 }) } },
    },
  });
  const { data, errors = [] } = await ask('{ product { it: id name left } }');
  expect(data).toEqual({ product: { it: null, name: 'Pen', left: null } });
  const told = errors.filter(({ path }) => path?.join('.') !== 'product.left');
  expect(told.map(({ message }) => message)).toEqual([expect.stringContaining('Product.id needs a token')]);
});

describe('what another field requires', () => {
  const subgraphs = {
    price: {
      sdl: `type Query { item: Item } type Item @key(fields: "id") { id: ID! cost: Int @requiresScopes(scopes: [["costs"]]) }`,
      resolvers: { Query: { item: () => ({ id: '1', cost: 40 }) } },
    },
    margin: {
      sdl: `type Item @key(fields: "id") { id: ID! cost: Int @external
        margin: Int @requires(fields: "cost") @requiresScopes(scopes: [["costs", "margins"]]) name: String }`,
      resolvers: {
        Item: {
          __resolveReference: known({ name: 'Pen' }),
          margin: ({ cost }: { cost: number }) => 100 - cost,
        },
      },
    },
  };

  test('is fetched for those who may see that field', async () => {
    const { ask, sent } = federateWithPermissions(subgraphs);
    expect(await ask('{ item { margin name } }', signedIn('costs', 'margins'))).toEqual({
      data: { item: { margin: 60, name: 'Pen' } },
    });
    expect(sent()).toContain('cost');
  });

  test('is not fetched for those who may not', async () => {
    const { ask, sent } = federateWithPermissions(subgraphs);
    const answer = await ask('{ item { margin name } }', signedIn('costs'));
    expect(answer.data).toEqual({ item: { margin: null, name: 'Pen' } });
    expect(refused(answer)).toEqual([['FORBIDDEN', 'item.margin']]);
    expect(sent()).not.toMatch(/cost|margin/);
  });

  test('must be allowed to whoever may see that field, or there is no supergraph', () => {
    const { price, margin } = subgraphs;
    const open = { ...margin, sdl: margin.sdl.replace('@requiresScopes(scopes: [["costs", "margins"]])', '') };
    expect(() => federateWithPermissions({ price, margin: open })).toThrow('does not specify necessary @authenticated');
  });
});

test('what a subgraph provides on the way is held to what the field asks for', async () => {
  const { ask, sent } = federateWithPermissions({
    author: {
      sdl: 'type Author @key(fields: "id") { id: ID! name: String @shareable @authenticated }',
      resolvers: { Author: { __resolveReference: known({ name: 'SECRET' }) } },
    },
    book: {
      sdl: `type Query { book: Book } type Book { title: String author: Author @provides(fields: "name") }
        type Author @key(fields: "id") { id: ID! name: String @external }`,
      resolvers: { Query: { book: () => ({ title: 'T', author: { id: '1', name: 'SECRET' } }) } },
    },
  });
  const answer = await ask('{ book { title author { id name } } }');
  expect(answer.data).toEqual({ book: { title: 'T', author: { id: '1', name: null } } });
  expect(refused(answer)).toEqual([['UNAUTHENTICATED', 'book.author.name']]);
  expect(sent()).not.toContain('name');
});

test('a field of an interface object is one of each type', async () => {
  const { ask, sent } = federateWithPermissions({
    media: {
      sdl: `type Query { media: [Media] } interface Media @key(fields: "id") { id: ID! title: String }
        type Film implements Media @key(fields: "id") { id: ID! title: String }
        type Song implements Media @key(fields: "id") { id: ID! title: String @authenticated }`,
      resolvers: {
        Query: {
          media: () => [
            { __typename: 'Film', id: '1', title: 'F' },
            { __typename: 'Song', id: '2', title: 'S' },
          ],
        },
      },
    },
    review: {
      sdl: 'type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int @authenticated words: String }',
      resolvers: { Media: { __resolveReference: known({ stars: 5, words: 'W' }) } },
    },
  });
  const answer = await ask('{ media { title stars words ... on Film { more: stars } } }');
  expect(answer.data).toEqual({
    media: [
      { title: 'F', stars: null, words: 'W', more: null },
      { title: null, stars: null, words: 'W' },
    ],
  });
  expect(sent()).not.toContain('stars');
  expect(await ask('{ media { title stars } }', signedIn())).toEqual({
    data: {
      media: [
        { title: 'F', stars: 5 },
        { title: 'S', stars: 5 },
      ],
    },
  });
});

describe('what stands at an interface', () => {
  const SDL = `schema @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
      @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY) { query: Query }
    directive @link(url: String, as: String, for: link__Purpose, import: [link__Import]) repeatable on SCHEMA
    directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    directive @requiresScopes(scopes: [[requiresScopes__Scope!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
    enum link__Purpose { SECURITY EXECUTION } scalar link__Import scalar requiresScopes__Scope
    type Query { item: Item } interface Item %I { a: Int %F } type A implements Item %T { a: Int %O } type B implements Item { a: Int }`;
  const required = (places: Record<string, string>) => {
    const sdl = Object.entries(places).reduce((text, [name, directive]) => text.replace(`%${name}`, directive), SDL);
    const schema = buildSchema(sdl.replaceAll(/%\w/g, ''), { validate: false });
    return [...typeRequirements(schema)].map(([coordinate, list]) => [
      coordinate,
      ...list.map((one) => (one.kind === 'authenticated' ? one.kind : one.anyOf)),
    ]);
  };

  test('holds for each of its types, where it asks for more than they do', () => {
    expect(required({ F: '@authenticated' })).toEqual([
      ['A.a', 'authenticated'],
      ['B.a', 'authenticated'],
    ]);
    expect(required({ I: '@requiresScopes(scopes: [["b"]])', T: '@requiresScopes(scopes: [["a"], ["b"]])' })).toEqual([
      ['A', [['b']], [['a'], ['b']]],
      ['B', [['b']]],
    ]);
  });

  test('is left to them, where they ask for it themselves', () => {
    expect(required({ I: '@authenticated', T: '@authenticated' })).toEqual([['A', 'authenticated']]);
    expect(
      required({
        F: '@requiresScopes(scopes: [["a"], ["b", "c"]])',
        O: '@requiresScopes(scopes: [["a", "d"], ["b", "c"]])',
      }),
    ).toEqual([
      [
        'A.a',
        [
          ['a', 'd'],
          ['b', 'c'],
        ],
      ],
    ]);
  });
});
