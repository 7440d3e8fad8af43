import { expect, test } from 'vitest';
import { fieldCosts } from '../field-costs.ts';

const costOf = fieldCosts(`
  directive @cost(weight: String!) on FIELD_DEFINITION
  directive @federation__cost(weight: String!) on FIELD_DEFINITION
  type Query { tea: Tea @cost(weight: "5") free: Tea @cost(weight: "0") odd: Tea @cost(weight: "much") }
  interface Drink { name: String @federation__cost(weight: "2.5") }
  type Tea implements Drink { name: String steep: Int @cost(weight: 9) }
`);

test.each([
  ['what it says', 'Query', 'tea', 5],
  ['what it says under the prefixed name, on an interface too', 'Drink', 'name', 2.5],
  ['what it says as a number', 'Tea', 'steep', 9],
  ['one where it says nothing', 'Tea', 'name', 1],
  ['one at least: it takes its place in the answer', 'Query', 'free', 1],
  ['one where it says what is no number', 'Query', 'odd', 1],
])('a field costs %s', (_, parent, field, cost) => {
  expect(costOf(parent, field)).toBe(cost);
});
