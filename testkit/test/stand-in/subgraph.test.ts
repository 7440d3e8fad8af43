import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningSubgraph } from '@commerce/platform/graphql/serve-subgraph';
import { startSubgraphStandIn } from '../../stand-in/subgraph.ts';
import { type GraphQLClient, graphqlClient } from '../../graphql-client.ts';
import { PATIENCE_MS } from '../../patience.ts';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires"])
  type Query { books(isbn: String): [Book!]! search: [Found!]! shop: Shop }
  type Mutation { stock(book: BookInput!): Book }
  input BookInput { isbn: String! pages: String lines: [LineInput!] }
  input LineInput { text: String! }
  type Book @key(fields: "isbn") @key(fields: "number shelf { room }") {
    isbn: String!
    number: Int!
    shelf: Shelf!
    pages: Int!
    format: Format!
    cover: Colour!
    weight: Float @external
    postage: Int @requires(fields: "weight")
    lines: [Line!]!
    sequels: [[Book!]!]!
  }
  type Shelf { room: String! row: Int! }
  type Line { text: String! page: Int! }
  enum Format { HARDBACK PAPERBACK }
  scalar Colour
  union Found = Shop | Book
  interface Named { name: String! }
  type Shop implements Named { name: String! open: Boolean! owner: Named! }
`;

let folder: string;
let standIn: RunningSubgraph;
let graph: GraphQLClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  await writeFile(join(folder, 'schema.graphql'), SDL);
  standIn = await startSubgraphStandIn({
    domain: { name: 'books', schemaFile: join(folder, 'schema.graphql') },
    config: {
      HOST: '127.0.0.1',
      PORT: 0,
      ADMIN_PORT: 0,
      NODE_ENV: 'test',
      REQUEST_TIMEOUT_MS: PATIENCE_MS,
      MAX_REQUESTS_IN_FLIGHT: 1_000,
      MAX_RESPONSE_FIELDS: 1_000,
    },
  });
  graph = graphqlClient(standIn.url);
});
afterAll(async () => {
  await standIn.stop();
  await rm(folder, { recursive: true });
});

async function entities(fields: string, ...representations: object[]): Promise<unknown[]> {
  const { data, errors } = await graph.entities('Book', fields, representations);
  if (!data) throw new Error(`The stand-in answered with errors: ${JSON.stringify(errors)}`);
  return data._entities;
}

describe('the stand-in of any subgraph', () => {
  test('resolves an entity by each of its keys, nested ones too, whatever the order of their fields', async () => {
    const fields = 'isbn number shelf { room row } pages';
    const [byIsbn, again, byPlace, samePlace, otherPlace] = await entities(
      fields,
      { isbn: 'A' },
      { isbn: 'A' },
      { number: 7, shelf: { room: 'B', __typename: 'Shelf' } },
      { shelf: { room: 'B' }, number: 7 },
      { number: 7, shelf: { room: 'C' } },
    );
    expect(byIsbn).toMatchObject({ isbn: 'A' });
    expect(again).toEqual(byIsbn);
    expect(byPlace).toMatchObject({ number: 7, shelf: { room: 'B' } });
    expect(samePlace).toEqual(byPlace);
    expect(otherPlace).not.toMatchObject({ isbn: (byPlace as { isbn: string }).isbn });
  });

  test('keeps what another subgraph sends along, and the entity stays the same', async () => {
    const [light, heavy] = await entities('weight pages', { isbn: 'A', weight: 0.5 }, { isbn: 'A', weight: 2 });
    expect(light).toMatchObject({ weight: 0.5 });
    expect(heavy).toEqual({ ...(light as object), weight: 2 });
  });

  test('gives enums their first value, other scalars a text, and lists a few entries', async () => {
    const [book] = await entities('format cover sequels { isbn }', { isbn: 'A' });
    expect(book).toEqual({
      format: 'HARDBACK',
      cover: expect.stringMatching(/^Book cover \w+$/),
      sequels: Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => ({ isbn: expect.any(String) }))),
    });
  });

  test('has an object for a union and for an interface', async () => {
    const document = '{ search { __typename ... on Shop { name } } shop { open owner { __typename name } } }';
    const text = expect.stringMatching(/^Shop name \w+$/) as string;
    const shop = { __typename: 'Shop', name: text };
    expect(await graph.ask(document)).toEqual({ search: [shop, shop, shop], shop: { open: false, owner: shop } });
  });

  test('gives one entity to a list that is asked for by a key', async () => {
    const [book] = await entities('isbn pages', { isbn: 'A' });
    expect(await graph.ask('{ books(isbn: "A") { isbn pages } }')).toEqual({ books: [book] });
  });

  test('repeats of an input what fits the fields, and makes up the rest', async () => {
    const document = `mutation { stock(book: { isbn: "A", pages: "many", lines: [{ text: "Once" }, { text: "upon" }] }) {
      isbn pages lines { text page }
    } }`;
    const page = expect.any(Number) as number;
    expect(await graph.ask(document)).toEqual({
      stock: {
        isbn: 'A',
        pages: page,
        lines: [
          { text: 'Once', page },
          { text: 'upon', page },
        ],
      },
    });
  });
});
