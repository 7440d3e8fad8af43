import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import type { Http } from '@commerce/platform/graphql/graphql-routes';
import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { operationLimits } from '../operation-limits.ts';

// What subgraphs say with @cost reaches the limits through composition.

/** What an operation is charged over a subgraph. */
async function charged(sdl: string, query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost"])`;
  const { supergraphSdl = '' } = composeServices([{ name: 'a', url: 'http://a', typeDefs: parse(link + sdl) }]);
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  const charges: number[] = [];
  const limits = operationLimits(async (_http, fields) => void charges.push(fields), undefined);
  limits.onSupergraph(schema, supergraphSdl);
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error(`${query} has no operation.`);
  await limits.admit({ schema, document, text: query, operation, variables, values: variables }, {} as Http);
  return charges.at(0);
}

test.each([
  ['a field', 'type Query { tea: String @cost(weight: 40) }', '{ tea }', 40],
  ['a type', 'type Query { tea: Tea } type Tea @cost(weight: 40) { name: String }', '{ tea { name } }', 41],
  ['a scalar', 'type Query { tea: Photo } scalar Photo @cost(weight: 40)', '{ tea }', 40],
  ['an enum', 'type Query { tea: Kind } enum Kind @cost(weight: 40) { GREEN }', '{ tea }', 40],
  ['an argument', 'type Query { tea(like: String @cost(weight: 40)): String }', '{ tea(like: "x") plain: tea }', 42],
  [
    'a field of an input type',
    'type Query { tea(by: By): String } input By { near: Int @cost(weight: 40) }',
    'query ($near: Int) { tea(by: { near: $near }) }',
    41,
  ],
])('%s counts for what its subgraph says', async (_what, sdl, query, cost) => {
  expect(await charged(sdl, query, { near: 3 })).toBe(cost);
});

test('an operation that costs too much is refused, however little it asks for', async () => {
  const sdl = 'type Query { tea: String @cost(weight: 10000000) leaf: String }';
  expect(await charged(sdl, '{ tea }')).toBe(10_000_000);
  await expect(charged(sdl, '{ tea leaf }')).rejects.toMatchObject({ extensions: { reason: 'OPERATION_TOO_LARGE' } });
});
