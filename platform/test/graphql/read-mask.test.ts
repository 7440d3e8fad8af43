import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { graphql, type GraphQLResolveInfo, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { readMasks } from '../../graphql/read-mask.ts';
import type { FieldMask } from '../../grpc/read-mask.ts';
import { libraryService } from '../grpc/library-service.ts';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { shelf(id: ID!): Shelf  shelves: [Shelf!]!  shelvesConnection: ShelfConnection! }
  type ShelfConnection { edges: [ShelfEdge!]!  nodes: [Shelf!]!  pageInfo: PageInfo! }
  type ShelfEdge { cursor: String!  node: Shelf! }
  type PageInfo { endCursor: String }
  interface Dated { createdAt: String }
  type Shelf implements Dated @key(fields: "id") {
    id: ID!  room: String  label: String  createdAt: String  owner: Person  books: [Volume!]!  visits: Int  summary: String
  }
  type Volume { isbn: ID!  title: String  price: Float  cost: Money  blurb: String  spine: String }
  type Money { amount: String }
  type Person @key(fields: "id") { id: ID!  shelves: [Shelf!] }
`);

const readMask = readMasks(libraryService, {
  messages: { Volume: 'Book' },
  fields: { 'Shelf.label': 'name', 'Shelf.owner': 'owner_id', 'Volume.price': 'cost' },
  rpcs: { 'Shelf.visits': ['BatchGetVisits'], 'Person.shelves': ['BatchListShelves'] },
  unmapped: { 'Shelf.summary': 'made of others', 'Volume.spine': 'made of others' },
});

/** The masks of the fields that a document asks for, in the order in which they were resolved. */
async function masksOf(document: string, variableValues: Record<string, unknown> = {}): Promise<string[][]> {
  const masks: FieldMask[] = [];
  const resolve = (value: unknown) => (_: unknown, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
    masks.push(readMask(info));
    return value;
  };
  const resolvers = {
    Query: {
      shelf: resolve({}),
      shelves: resolve([]),
      shelvesConnection: resolve({ edges: [], nodes: [], pageInfo: {} }),
    },
    Shelf: {
      id: () => 'a',
      books: () => [],
      __resolveReference: (_: unknown, _context: unknown, info: GraphQLResolveInfo) => {
        masks.push(readMask(info, 'Shelf'));
        return {};
      },
    },
    Person: { __resolveReference: (person: object) => person, shelves: resolve([]) },
  };
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as GraphQLResolverMap }]);
  const { errors } = await graphql({ schema, source: document, variableValues });
  expect(errors).toBeUndefined();
  return masks.map((mask) => mask.paths.toSorted());
}

describe('readMasks()', () => {
  test.each([
    ['a field of the same name', '{ shelf(id: 1) { room } }', ['id', 'room']],
    ['a field of another name', '{ shelf(id: 1) { label createdAt } }', ['create_time', 'id', 'name']],
    ['an alias', '{ shelf(id: 1) { a: room b: room } }', ['id', 'room']],
    ['nothing but its type', '{ shelf(id: 1) { __typename } }', ['id']],
    ['a reference to another subgraph', '{ shelf(id: 1) { owner { id } } }', ['id', 'owner_id']],
    ['what another RPC answers', '{ shelf(id: 1) { visits } }', ['id']],
    ['what a resolver makes of others', '{ shelf(id: 1) { summary } }', ['*', 'id']],
    [
      'entries',
      '{ shelf(id: 1) { books { title price cost { amount } } } }',
      ['books.cost', 'books.isbn', 'books.title', 'id'],
    ],
    [
      'entries under two aliases',
      '{ shelf(id: 1) { a: books { title } b: books { blurb } } }',
      ['books.blurb', 'books.isbn', 'books.title', 'id'],
    ],
    ['the number of entries', '{ shelf(id: 1) { books { __typename } } }', ['books.isbn', 'id']],
    ['what a resolver makes of an entry', '{ shelf(id: 1) { books { spine } } }', ['books', 'books.isbn', 'id']],
    [
      'an inline fragment',
      '{ shelf(id: 1) { ... { room } ... on Shelf { label } ... on Dated { createdAt } } }',
      ['create_time', 'id', 'name', 'room'],
    ],
    [
      'a fragment',
      '{ shelf(id: 1) { ...A } } fragment A on Shelf { room ...B } fragment B on Dated { createdAt }',
      ['create_time', 'id', 'room'],
    ],
    [
      'what may be skipped',
      '{ shelf(id: 1) { room @skip(if: true) ... @include(if: false) { label } } }',
      ['id', 'name', 'room'],
    ],
    ['a list', '{ shelves { room } }', ['id', 'room']],
    [
      'a connection',
      '{ shelvesConnection { nodes { room } edges { cursor node { label } } pageInfo { endCursor } } }',
      ['id', 'name', 'room'],
    ],
    ['a connection without nodes', '{ shelvesConnection { pageInfo { endCursor } edges { cursor } } }', ['id']],
  ])('asks for %s', async (_what, document, mask) => {
    expect(await masksOf(document)).toEqual([mask]);
  });

  test('two fields with one name are one selection', async () => {
    expect(await masksOf('{ shelf(id: 1) { room } shelf(id: 1) { label } }')).toEqual([['id', 'name', 'room']]);
  });

  test('each entity has the selection of its own type, computed once', async () => {
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Shelf { room } ... on Person { shelves { label } } ...Rest } } fragment Rest on Shelf { books { title } }`;
    const of = [
      { __typename: 'Shelf', id: 1 },
      { __typename: 'Person', id: 1 },
      { __typename: 'Shelf', id: 2 },
    ];
    const ofShelf = ['books.isbn', 'books.title', 'id', 'room'];
    expect(await masksOf(entities, { of })).toEqual([ofShelf, ofShelf, ['id', 'name']]);
  });

  test('ten thousand aliases and spreads of a fragment are read once', async () => {
    const many = (text: (n: number) => string) => Array.from({ length: 10_000 }, (_, n) => text(n)).join(' ');
    const document = `{ shelf(id: 1) { ${many((n) => `a${n}: books { ...F }`)} ${many(() => '...G')} } }
      fragment F on Volume { title } fragment G on Shelf { room }`;
    expect(await masksOf(document)).toEqual([['books.isbn', 'books.title', 'id', 'room']]);
  });
});
