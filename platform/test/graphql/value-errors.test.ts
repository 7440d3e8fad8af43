import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { createDocuments } from '../../graphql/documents.ts';
import { RefusedRequest } from '../../graphql/refused-request.ts';

const schema = buildSchema(`
  type Query { field(n: Int, ns: [Int], order: Order, orders: [Order!]): Int }
  input Order { lines: [Line!]!, note: String }
  input Line { quantity: Int!, of: Line }
`);
const documents = createDocuments(false);

function violatedFields(document: string): unknown[] {
  try {
    documents.documentOf(schema, document);
    return [];
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error;
    return error.errors.map(({ extensions }) => extensions['fieldViolations']);
  }
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
])('%s is refused at %s', (document, field) => {
  expect(violatedFields(document)).toEqual(at(field));
});

test('each of several in a document has its own', () => {
  expect(violatedFields('{ a: field(n: "a") b: field(ns: [true]) }')).toEqual([...at('n'), ...at('ns[0]')]);
});

test.each(['{ nothing }', '{ field(m: 1) }', '{ field', 'query ($n: Int) { field }'])(
  '%s is about no value',
  (document) => {
    expect(violatedFields(document)).toEqual([undefined]);
  },
);
