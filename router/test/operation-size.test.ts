import { buildSchema, type FragmentDefinitionNode, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { valueOf } from '../amount.ts';
import type { FieldCosts } from '../field-costs.ts';
import { operationSize } from '../operation-size.ts';

const schema = buildSchema(`
  type Query { tea(id: ID): Tea teas(first: Int = 5): [Tea!] drinks(first: Int): [Drink!] any: Any }
  type Mutation { brew: Tea }
  interface Drink { name: String }
  type Tea implements Drink { name: String cups(first: Int): [Cup!] }
  type Coffee implements Drink { name: String beans: Bean }
  type Cup { size: Int tea: Tea }
  type Bean { origin: String }
  union Any = Tea | Coffee | Cup
`);

/** Every list is as long as its client asks, and ten without. */
const listSize = (_parent: string, field: string, { first = 10 }: Readonly<Record<string, unknown>>) =>
  ['teas', 'drinks', 'cups'].includes(field) ? Number(first) : 1;

function measured(document: string, costs?: FieldCosts) {
  const { definitions } = parse(document);
  const operation = definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('There is no operation.');
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  return operationSize({ schema, operation, fragments }, listSize, costs);
}

test.each([
  ['{ tea { name } }', { fields: 2, objects: 1 }],
  ['{ teas { name } }', { fields: 10, objects: 1 }],
  ['{ teas(first: 2) { cups { size } } }', { fields: 42, objects: 2 }],
  ['{ a: tea { name } b: tea { name } }', { fields: 4, objects: 2 }],
  ['{ tea { name __typename } __typename }', { fields: 4, objects: 1 }],
  ['mutation { brew { name } }', { fields: 2, objects: 1 }],
  ['{ __schema { types { fields { name } } } __type(name: "Tea") { name } }', { fields: 0, objects: 0 }],
  ['{ ...A ...A } fragment A on Query { tea { ...B } } fragment B on Tea { name }', { fields: 4, objects: 2 }],
  ['{ tea { name @skip(if: true) } tea @include(if: false) { name } }', { fields: 1, objects: 1 }],
  // The coffee has a bean, which the tea has not.
  ['{ drinks(first: 3) { name ... on Tea { name } ... on Coffee { beans { origin } } } }', { fields: 12, objects: 2 }],
  [
    '{ any { ... on Drink { name } ... on Tea { cups(first: 3) { size } } ... on Cup { size } } }',
    { fields: 8, objects: 2 },
  ],
])('%s counts %j, whatever its variables', (document, size) => {
  expect(measured(document)).toEqual(size);
});

test('what its variables decide is asked of each request', () => {
  const { fields, objects } = measured(
    `query ($first: Int, $deep: Boolean!, $flat: Boolean!) {
      drinks(first: $first) @skip(if: $flat) { ... on Tea @include(if: $deep) { cups { size } } name } }`,
  );
  const sizes = [
    { first: 3, deep: true, flat: false },
    { first: 4, deep: false, flat: false },
    { deep: true, flat: false },
    { first: 3, deep: true, flat: true },
  ].map((variables) => [valueOf(fields, variables), valueOf(objects, variables)]);
  expect(sizes).toEqual([
    [66, 2],
    [8, 1],
    [220, 2],
    [0, 0],
  ]);
});

test('a size is a number, however many levels there are', () => {
  const levels = 200;
  const document = `{ teas(first: 2000000000) ${'{ cups(first: 2000000000) { tea '.repeat(levels)} { name } ${'} }'.repeat(levels)} }`;
  expect(measured(document)).toEqual({ fields: Number.MAX_SAFE_INTEGER, objects: 1 + 2 * levels });
});

test('what costs more counts for more', () => {
  const costs: FieldCosts = {
    ofValue: (_parent, field) => (field === 'cups' ? 4 : 1),
    ofArguments: (_parent, field) => (field === 'cups' ? ({ first }) => 100 * Number(first) : undefined),
  };
  expect(measured('{ teas(first: 2) { cups(first: 3) { size } } }', costs).fields).toBe(2 * (1 + 300 + 3 * (4 + 1)));
  const { fields } = measured('query ($n: Int) { teas(first: 2) { cups(first: $n) { size } } }', costs);
  expect(valueOf(fields, { n: 1 })).toBe(2 * (1 + 100 + 4 + 1));
  expect(valueOf(fields, { n: 0 })).toBe(2);
});
