import { buildSchema, execute, type GraphQLObjectType, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { limitFields } from '../../graphql/limit-fields.ts';

const ORDER = {
  id: '1',
  lines: [
    { name: 'Lamp', total: { amount: '1' } },
    { name: 'Desk', total: { amount: '2' } },
  ],
  tags: ['a', 'b'],
  table: [['a', 'b', 'c'], ['d']],
};

/** Runs a document. @returns what was counted for it, in order, how many names and stocks were looked at, and the answer. */
async function counted(document: string, variableValues = {}, most = Infinity) {
  const schema = buildSchema(`
    union Found = Order | Line
    interface Named { name: String }
    type Query { order: Order, orders: [Order!], later: [Order!], found: [Found!], none: [Order!], failed: [Order!], stocks: [Stock!], waiting: [Stock!] }
    type Stock { id: ID, left: Int, sure: Int!, of: [Stock!] }
    type Order { id: ID, lines: [Line!]!, tags: [String!], table: [[String!]!] }
    type Line implements Named { name: String, total: Total }
    type Total { amount: String }
  `);
  const counts: number[] = [];
  let looked = 0;
  const stock = schema.getType('Stock') as GraphQLObjectType;
  for (const name of ['left', 'sure']) {
    Object.assign(stock.getFields()[name] ?? {}, {
      resolve: async () => {
        looked += 1;
        await Promise.resolve();
        throw new Error('nobody hears this');
      },
    });
  }
  let total = 0;
  limitFields(schema, (fields) => {
    if (fields > 0) counts.push(fields);
    total += fields;
    if (total > most) throw new Error('too many');
  });
  const lines = ORDER.lines.map((line) => ({
    ...line,
    get name() {
      looked += 1;
      return line.name;
    },
  }));
  const order = { ...ORDER, lines };
  const answer = await execute({
    schema,
    document: parse(document),
    variableValues,
    rootValue: {
      order,
      orders: [order, order, order],
      later: async () => [order, order],
      found: [{ __typename: 'Order', ...order }],
      stocks: Array.from({ length: 500 }, (_, id) => ({ id, of: async () => [{ id }] })),
      waiting: () => Array.from({ length: 5 }, async () => Promise.reject(new Error('nobody hears this'))),
      none: null,
      failed: async () => {
        throw new Error('no');
      },
    },
  });
  return { counts, looked, answer };
}

describe('a list counts its entries and their fields', () => {
  test.each([
    ['down to the next list', '{ orders { id lines { name } } }', [9, 4, 4, 4]],
    ['when it comes later', '{ later { id } }', [10, 4]],
    ['those in its objects', '{ order { lines { total { amount } } } }', [6]],
    ['under each of their names', '{ order { lines { a: name b: name c: __typename } } }', [8]],
    ['in fragments wherever they are', '{ orders { ...F ... { ...F } } } fragment F on Order { id t: id }', [15]],
    [
      'in fragments of one of several types',
      '{ found { ... on Order { id } ... on Line { name total { amount } } } }',
      [5],
    ],
    ['in fragments of an interface', '{ order { lines { ... on Named { name } } } }', [4]],
    ['of scalars', '{ order { tags } }', [2]],
    ['in lists of lists', '{ order { table } }', [6]],
  ])('%s', async (_what, document, counts) => {
    expect((await counted(document)).counts).toEqual(counts);
  });

  test('less what the variables leave out', async () => {
    const document =
      'query ($all: Boolean!) { orders { id a: id @include(if: $all) b: id @skip(if: $all) c: id @skip(if: true) } }';
    expect((await counted(document, { all: true })).counts).toEqual([9]);
    expect((await counted(document, { all: false })).counts).toEqual([9]);
    const fragment = 'query ($all: Boolean!) { orders { id ... @include(if: $all) { a: id b: id } } }';
    expect((await counted(fragment, { all: true })).counts).toEqual([12]);
    expect((await counted(fragment, { all: false })).counts).toEqual([6]);
  });
});

test('no list has nothing to count', async () => {
  const { counts, answer } = await counted('{ none { id } order { id } failed { id } }');
  expect(counts).toEqual([10]);
  expect(answer.errors?.map(({ message }) => message)).toEqual(['no']);
});

test('nothing is made of a list that is too long: its field has the error', async () => {
  const { looked, answer } = await counted('{ order { id lines { a: name b: name } } }', {}, 5);
  expect(looked).toBe(0);
  expect(answer.errors?.map(({ message, path }) => [message, path?.join('.')])).toEqual([['too many', 'order.lines']]);
});

describe('what waits for others counts as ten', () => {
  test('and is not asked for after the limit', async () => {
    const { counts, looked, answer } = await counted('{ stocks { left } }', {}, 1_100);
    expect(counts).toEqual([1_000, ...Array<number>(11).fill(10)]);
    expect(looked).toBe(11);
    // One each for the ten that were asked for.
    expect(answer.data?.['stocks']).toEqual(Array.from({ length: 500 }, () => ({ left: null })));
  });

  test('as an entry of a list, too', async () => {
    const { counts, answer } = await counted('{ waiting { id } }', {}, 50);
    expect(counts).toEqual([60]);
    expect(answer.errors?.map(({ message }) => message)).toEqual(['too many']);
  });

  test('and what waits when another is refused may fail later: nothing of it is left alone', async () => {
    const { answer } = await counted('{ stocks { sure } }', {}, 1_100);
    expect(answer.data).toEqual({ stocks: null });
  });
});

test('a hundred errors tell enough: the lists after them are null without one', async () => {
  const { answer } = await counted('{ stocks { of { id } } }', {}, 1_500);
  expect(answer.data?.['stocks']).toEqual(Array.from({ length: 500 }, () => ({ of: null })));
  expect(answer.errors).toHaveLength(100);
});
