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

const ORDER = 'query ($order: Order) { field(order: $order) }';

test.each([
  [{ lines: [{ quantity: 2 ** 31 }] }, 'order.lines[0].quantity'],
  [{ lines: [{ quantity: 1 }, { quantity: 'one' }] }, 'order.lines[1].quantity'],
  // What the client wrote is in the message, and must not be taken for the place.
  [{ lines: [{ quantity: '1; 2' }] }, 'order.lines[0].quantity'],
  [{ lines: [{ quantity: '1" at "note"; 2' }] }, 'order.lines[0].quantity'],
  [{ lines: 5, note: 7 }, 'order.lines'],
  ['all of it', 'order'],
])('the variable %j is refused at %s', async (order, field) => {
  expect((await violatedFields(ORDER, { order }))[0]).toEqual(at(field)[0]);
});

test.each([{}, { n: null }])('a variable that must be given is refused at its name, given %j', async (variables) => {
  expect(await violatedFields('query ($n: Int!) { field(n: $n) }', variables)).toEqual(at('n'));
});

test('each of several in a variable has its own, with what was expected there', async () => {
  const order = { lines: [{ quantity: 'one' }, { quantity: 1, of: { quantity: 1.5 } }, {}] };
  expect(await violatedFields(ORDER, { order })).toEqual([
    [{ field: 'order.lines[0].quantity', description: 'Int cannot represent non-integer value: "one"' }],
    [{ field: 'order.lines[1].of.quantity', description: 'Int cannot represent non-integer value: 1.5' }],
    [{ field: 'order.lines[2]', description: 'Field "quantity" of required type "Int!" was not provided.' }],
  ]);
});

test('more errors than anybody reads cost no more than those', async () => {
  const order = { lines: Array.from({ length: 200 }, () => ({ quantity: 'one' })) };
  const fields = await violatedFields(ORDER, { order });
  expect(fields[49]).toEqual(at('order.lines[49].quantity')[0]);
  expect(fields[50]).toBeUndefined();
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

test('what is no error of GraphQL stays what it is', async () => {
  let order: object = { quantity: 1 };
  for (let depth = 0; depth < 50_000; depth += 1) order = { quantity: 1, of: order };
  const { body } = await server.executeOperation({ query: ORDER, variables: { order: { lines: [order] } } });
  expect(body).toMatchObject({ singleResult: { errors: [{ message: 'Maximum call stack size exceeded' }] } });
});
