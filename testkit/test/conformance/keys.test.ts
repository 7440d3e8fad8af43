import type { GraphQLObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { keyOf, malformedKeys, unknownKey } from '../../conformance/key.ts';
import { selectionOf, wholeSelection } from '../../conformance/selection.ts';
import { readSchema } from '../../conformance/subgraph-schema.ts';

// What no subgraph of this graph has yet: several keys, and one that reaches into another type.
const schema = readSchema(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { tea(id: ID!): Tea }
  type Tea @key(fields: "id") @key(fields: "sku origin { country lot }") {
    id: ID!
    sku: String!
    origin: Origin!
    tins(size: Int!): Int
    leaves: [Leaf!]
    cup: Cup
  }
  type Origin { country: String! lot: Int! }
  type Leaf { size: Int neighbour: Leaf }
  type Cup @key(fields: "id", resolvable: false) { id: ID! }
`);

const tea = teaOf(schema.entities);
const KEY = 'sku origin { country lot }';
const known = { id: '1', sku: 'a', origin: { country: 'CN', lot: 4 }, leaves: [] };

test('every key of a type that the subgraph resolves is found', () => {
  expect(schema.entities.map(({ type, keys, isOwn }) => [type.name, keys, isOwn])).toEqual([
    ['Tea', ['id', KEY], true],
    ['Cup', [], false],
  ]);
});

describe('a representation', () => {
  test('has the fields of its key alone, those of other types among them', () => {
    expect(keyOf(tea, 'id', known)).toEqual({ __typename: 'Tea', id: '1' });
    expect(keyOf(tea, KEY, known)).toEqual({ __typename: 'Tea', sku: 'a', origin: { country: 'CN', lot: 4 } });
  });

  test('cannot be made when a field of its key is not known', () => {
    expect(() => keyOf(tea, KEY, { sku: 'a', origin: { country: 'CN' } })).toThrow(
      `What is known of a Tea lacks origin.lot, of its key "${KEY}".`,
    );
  });

  test('that is unknown or malformed has values of its fields’ types, each time others', () => {
    const id = '01890000-0000-7000-8000-00000000000a';
    expect(unknownKey(tea, KEY, 10)).toEqual({
      __typename: 'Tea',
      sku: id,
      origin: { country: id, lot: 2_147_483_637 },
    });
    expect(malformedKeys(tea, KEY)).toEqual([
      { __typename: 'Tea', sku: 'nonsense', origin: { country: 'nonsense', lot: -9 } },
      { __typename: 'Tea', sku: '', origin: { country: '', lot: -1 } },
    ]);
  });
});

test('what is known is selected, and of an empty list its type', () => {
  expect(selectionOf(tea, [known])).toBe('id sku origin { country lot } leaves { __typename }');
  expect(selectionOf(tea, [known, { ...known, leaves: [{ size: 1 }] }])).toContain('leaves { size }');
  expect(() => selectionOf(tea, [{ colour: 'green' }])).toThrow('Tea has no field colour');
});

test('all that a type has is selected, but what needs an argument, what it is in already, and what is of another entity', () => {
  expect(wholeSelection(schema, tea)).toBe('id sku origin { country lot } leaves { size } cup { __typename }');
});

function teaOf([first]: readonly { type: GraphQLObjectType }[]): GraphQLObjectType {
  if (!first) throw new Error('There is no entity.');
  return first.type;
}
