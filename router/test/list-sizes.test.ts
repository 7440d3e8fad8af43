import { expect, test } from 'vitest';
import { listSizes } from '../list-sizes.ts';

const SUPERGRAPH = `
  directive @listSize(
    assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION
  directive @pageSize on INPUT_FIELD_DEFINITION

  type Query {
    tea: Tea
    teas(page: Page): [Tea!] @listSize(assumedSize: 50)
    latest(first: Int, last: Int): [Tea!] @listSize(assumedSize: 50, slicingArguments: ["first", "last"])
    all(first: Int): [Tea!] @listSize(slicingArguments: ["first"])
    unsaid(page: Page, first: Int): [Tea!]
    paged(first: Int): Teas @listSize(assumedSize: 50, slicingArguments: ["first"], sizedFields: ["nodes"])
    cups: Cups @listSize(assumedSize: 50, sizedFields: ["nodes"])
    otherCups: Cups
  }
  input Page { skip: Int, limit: Int @pageSize }
  type Teas { nodes: [Tea!]!, edges: [Tea!]! }
  type Cups { nodes: [Tea!]! }
  type Tea { name: String, tags: [String!] @listSize(assumedSize: 7) }
`;

const sizeOf = listSizes(SUPERGRAPH);

test.each([
  ['what is no list', 'Query.tea', {}, 1],
  ['a field of an entry', 'Tea.name', {}, 1],
  ['what is in no schema', 'Query.__typename', {}, 1],
  ['a list that comes whole', 'Tea.tags', {}, 7],
  ['a page that is not asked for', 'Query.teas', {}, 50],
  ['a page without a size', 'Query.teas', { page: { skip: 3 } }, 50],
  ['a page of null', 'Query.teas', { page: null }, 50],
  ['a size in an input object', 'Query.teas', { page: { skip: 3, limit: 20 } }, 20],
  ['a size in an argument', 'Query.latest', { first: 20 }, 20],
  ['the largest of several sizes', 'Query.latest', { first: 5, last: 20 }, 20],
  ['more than it can have', 'Query.latest', { first: 2_147_483_647 }, 50],
  ['less than nothing', 'Query.latest', { first: -3 }, 0],
  ['a size without a most', 'Query.all', { first: 2_000 }, 2_000],
  ['neither a size nor a most', 'Query.all', {}, 100],
  ['a list whose subgraph says nothing', 'Query.unsaid', { first: 3 }, 100],
  ['a connection', 'Query.paged', { first: 20 }, 20],
  ['a list as long as its connection says', 'Teas.nodes', {}, 1],
  ['a list that its connection does not name', 'Teas.edges', {}, 100],
  ['a list that not every connection names', 'Cups.nodes', {}, 100],
])('%s: %s with %j counts as it may be long', (_what, coordinate, args, size) => {
  const [parent = '', field = ''] = coordinate.split('.');
  expect(sizeOf(parent, field, args)).toBe(size);
});

// The specification's own, or the subgraphs' way to write it.
test.each(['cost', 'federation'])('a directive that no subgraph imports has a prefix, such as %s', (prefix) => {
  const prefixed = SUPERGRAPH.replaceAll('@listSize', `@${prefix}__listSize`).replaceAll(
    '@pageSize',
    '@paging__pageSize',
  );
  const size = listSizes(prefixed);
  expect([size('Tea', 'tags', {}), size('Query', 'teas', { page: { limit: 3 } })]).toEqual([7, 3]);
});
