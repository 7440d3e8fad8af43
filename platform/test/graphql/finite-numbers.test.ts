import { buildSchema, parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { finiteNumbers } from '../../graphql/finite-numbers.ts';

const schema = buildSchema(`
  type Query { field(price: Float, prices: [Float], filter: Filter): Int }
  input Filter { max: Float, not: Filter }
`);

test.each([
  ['{ field(price: 1e400) }', 'price', '1e400'],
  ['{ field(price: -1e999) }', 'price', '-1e999'],
  ['{ field(prices: [1, 1e400]) }', 'prices[1]', '1e400'],
  ['{ field(filter: { max: 1e400 }) }', 'filter.max', '1e400'],
  ['{ field(filter: { not: { max: 1e400 } }) }', 'filter.not.max', '1e400'],
  [`{ field(price: ${'9'.repeat(400)}.5) }`, 'price', `${'9'.repeat(20)}…`],
])('%s is refused at the argument %s', (document, field, got) => {
  const description = `must be a finite number, got ${got}`;
  expect(validate(schema, parse(document), [finiteNumbers])).toMatchObject([
    {
      message: `${field} ${description}`,
      extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field, description }] },
    },
  ]);
});

test.each(['1.7976931348623157e308', '-1e308', '1e-400', '0.1', '12'])('%s passes', (number) => {
  expect(validate(schema, parse(`{ field(price: ${number}) }`), [finiteNumbers])).toEqual([]);
});

test('each number that is too large is named', () => {
  const document = parse('{ a: field(price: 1e400) b: field(filter: { max: 1e401, not: { max: 1e402 } }) }');
  expect(validate(schema, document, [finiteNumbers])).toHaveLength(3);
});
