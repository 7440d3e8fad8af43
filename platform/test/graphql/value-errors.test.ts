import { ApolloServer } from '@apollo/server';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { valueErrors } from '../../graphql/value-errors.ts';

const schema = buildSchema(`
  type Query { field(n: Int, ns: [Int], order: Order, orders: [Order!]): Int }
  input Order { lines: [Line!]!, note: String }
  input Line { quantity: Int!, of: Line }
`);
const server = new ApolloServer({ schema, plugins: [valueErrors] });

async function violatedFields(query: string, variables: Record<string, unknown> = {}): Promise<unknown[]> {
  const { body } = await server.executeOperation({ query, variables });
  if (body.kind !== 'single') throw new TypeError('expected one result');
  return (body.singleResult.errors ?? []).map(({ extensions }) => extensions?.['fieldViolations']);
}

const at = (field: string) => [[{ field, description: expect.stringMatching(/./) }]];

test.each([
  ['{ field(n: 2147483648) }', 'n'],
  ['{ field(n: "one") }', 'n'],
  ['{ field(ns: [1, 2, "three"]) }', 'ns[2]'],
  ['{ field(order: { lines: [{ quantity: 1 }, { quantity: 1.5 }] }) }', 'order.lines[1].quantity'],
  ['{ field(orders: [{ lines: [{ quantity: 1, of: { quantity: true } }] }]) }', 'orders[0].lines[0].of.quantity'],
  ['{ field(order: { lines: [{}] }) }', 'order.lines[0]'],
  ['query ($m: Int = 1.5) { field(n: $m) }', 'm'],
])('%s is refused at %s', async (document, field) => {
  expect(await violatedFields(document)).toEqual(at(field));
});

test('each of several in a document has its own', async () => {
  expect(await violatedFields('{ a: field(n: "a") b: field(ns: [true]) }')).toEqual([...at('n'), ...at('ns[0]')]);
});

test.each(['{ nothing }', '{ field(m: 1) }', '{ field', 'query ($n: Int) { field }'])(
  '%s is about no value',
  async (document) => {
    expect(await violatedFields(document)).toEqual([undefined]);
  },
);
