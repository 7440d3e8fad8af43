import { buildSchema, execute } from 'graphql';
import { describe, expect, test } from 'vitest';
import { requestAnswerer } from '../../graphql/answer-request.ts';
import { createDocuments } from '../../graphql/documents.ts';

const schema = buildSchema(`
  type Query { field(n: Int, orders: [Order], order: Order, colour: Colour): Int }
  input Order { lines: [Line!]!, note: String }
  input Line { quantity: Int!, of: Line }
  enum Colour { RED }
`);

async function errorsOf(query: string, variables: Record<string, unknown> = {}, showsSchema = false) {
  const answer = requestAnswerer<undefined>({
    name: 'test',
    schema: () => schema,
    documents: createDocuments(showsSchema),
    showsSchema,
    execute: ({ document, variables: variableValues }) => execute({ schema, document, variableValues }),
  });
  const request = { query, variables, operationName: undefined, extensions: undefined, hasBigIntegers: false };
  const { status, data, errors = [] } = await answer(() => request, false, undefined);
  return { errors, data, status };
}

async function violatedFields(query: string, variables: Record<string, unknown> = {}): Promise<unknown[]> {
  return (await errorsOf(query, variables)).errors.map(({ extensions }) => extensions?.['fieldViolations']);
}

const at = (field: string) => [[{ field, description: expect.stringMatching(/./) }]];

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

test.each(['query A { field } query B { field }', 'fragment F on Query { field }'])(
  '%s has no operation whose variables could be wrong',
  async (document) => {
    const { errors } = await errorsOf(document);
    expect(errors).toHaveLength(1);
    expect(errors[0]?.extensions?.['code']).not.toBe('INTERNAL_SERVER_ERROR');
  },
);

test('what is wrong is told as bad input, with the variable and the place', async () => {
  expect(await errorsOf(ORDER, { order: { lines: [{ quantity: 'one' }] } })).toMatchObject({
    status: 400,
    data: undefined,
    errors: [
      {
        message:
          'Variable "$order" is not valid at "order.lines[0].quantity": Int cannot represent non-integer value: "one"',
        locations: [{ line: 1, column: 8 }],
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  });
});

test.each([
  ['query ($n: Int!) { field(n: $n) }', { n: 1 }],
  ['query ($n: Int! = 1) { field(n: $n) }', {}],
  ['query ($n: Int) { field(n: $n) }', { n: null }],
  [ORDER, { order: { lines: { quantity: 1, of: null } } }],
])('%s takes %j', async (document, variables) => {
  expect(await errorsOf(document, variables)).toMatchObject({ errors: [], data: { field: null } });
});

test('a variable that has a default is not null all the same', async () => {
  expect(await violatedFields('query ($n: Int! = 1) { field(n: $n) }', { n: null })).toEqual(at('n'));
});

describe('what the client may have meant', () => {
  const order = { lines: [], nota: 1 };
  const COLOUR = 'query ($colour: Colour) { field(colour: $colour) }';

  test.each([
    [ORDER, { order }],
    [COLOUR, { colour: 'RAD' }],
  ])('is said in development alone: %s', async (document, variables) => {
    expect((await errorsOf(document, variables, true)).errors[0]?.message).toContain('Did you mean');
    expect(JSON.stringify((await errorsOf(document, variables)).errors)).not.toContain('Did you mean');
  });
});

describe('the errors are bounded', () => {
  const many = (value: unknown) => Array.from({ length: 200_000 }, () => value);
  const keys = (count: number) =>
    Object.fromEntries(
      many(1)
        .slice(0, count)
        .map((one, n) => [`unknown${n}`, one]),
    );
  const long = 'x'.repeat(900_000);

  test.each([
    ['many entries of a list', { lines: many({ quantity: 'one' }) }],
    ['many entries that lack a field', { lines: many({}) }],
    ['many unknown keys', { lines: [], ...keys(50_000) }],
    ['a long key', { lines: [], [long]: 1 }],
    ['a long value', { lines: [{ quantity: long }] }],
    ['many keys in an object with a long value', { lines: [], note: long, ...keys(1_000) }],
    ['an object for a text', { lines: [], note: { long } }],
  ])('of %s', async (_what, order) => {
    const { errors } = await errorsOf(ORDER, { order });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(errors).length).toBeLessThan(50_000);
  });

  test('over many variables', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `v${n}`);
    const document = `query (${names.map((name) => `$${name}: Int!`).join()}) { ${names.map((name) => `${name}: field(n: $${name})`).join(' ')} }`;
    expect((await errorsOf(document)).errors).toHaveLength(50);
  });
});

test('what is nested deeper than the stack can follow is bad input too', async () => {
  let order: object = { quantity: 1 };
  for (let depth = 0; depth < 50_000; depth += 1) order = { quantity: 1, of: order };
  expect((await errorsOf(ORDER, { order: { lines: [order] } })).errors).toMatchObject([
    {
      message: 'Variable "$order" is nested too deeply; at most 500 levels are allowed.',
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});
