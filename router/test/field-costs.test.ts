import { expect, test } from 'vitest';
import { fieldCosts } from '../field-costs.ts';

const costs = fieldCosts(`
  directive @cost(weight: String!) on FIELD_DEFINITION
  directive @federation__cost(weight: String!) on FIELD_DEFINITION
  type Query {
    tea: Tea @cost(weight: "5") free: Tea @cost(weight: "0") odd: Tea @cost(weight: "much") void: Tea @cost(weight: "")
    endless: Tea @cost(weight: "1e999") cake: [Cake!]! crumb: Cake @cost(weight: "2") photo: Photo! kind: [Kind] any: Any
    find(text: String @cost(weight: "10"), by: By, all: [By!], plain: Int, kinds: [Kind!]): Tea
    quiet(plain: Int, loop: Loop): Tea
  }
  interface Drink { name: String @federation__cost(weight: "2.5") image: Photo price(in: Money): Int }
  type Tea implements Drink { name: String steep: Int @cost(weight: 9) image: Photo @cost(weight: "30") price(in: Money @cost(weight: "6")): Int }
  type Cake @cost(weight: "7") { name: String }
  union Any = Tea | Cake
  scalar Photo @cost(weight: "20")
  enum Kind @cost(weight: "3") { GREEN BLACK }
  enum Money { EUR }
  input By @cost(weight: "4") { near: Near plain: Int kind: Kind }
  input Near { km: Int @cost(weight: "50") cheaper: Int @cost(weight: "-1000") }
  input Loop { again: Loop }
`);

test.each([
  ['what it says', 'Query', 'tea', 5],
  ['what it says under the prefixed name, on an interface too', 'Drink', 'name', 2.5],
  ['what it says as a number', 'Tea', 'steep', 9],
  ['one where it says nothing', 'Tea', 'name', 1],
  ['one at least: it takes its place in the answer', 'Query', 'free', 1],
  ['one where it says what is no number', 'Query', 'odd', 1],
  ['one where it says nothing in a text', 'Query', 'void', 1],
  ['one where it says what no number can hold', 'Query', 'endless', 1],
  ['what its type says', 'Query', 'cake', 7],
  ['what it says itself, whatever its type says', 'Query', 'crumb', 2],
  ['what its scalar says', 'Query', 'photo', 20],
  ['what its enum says', 'Query', 'kind', 3],
  ['what the dearest of its types says', 'Query', 'any', 7],
  ['what the dearest type of its interface says', 'Drink', 'image', 30],
])('a field costs %s', (_, parent, field, cost) => {
  expect(costs.ofValue(parent, field)).toBe(cost);
});

test.each([
  ['nothing where none is given', {}, 0],
  ['nothing where null is given', { text: null, by: null, all: [] }, 0],
  ['what one says', { text: 'earl' }, 10],
  ['what an enum says, for each entry', { kinds: ['GREEN', 'BLACK'] }, 6],
  ['what an input type says, and what is in it', { by: { near: { km: 1 }, kind: 'GREEN', plain: 1 } }, 4 + 50 + 3],
  ['each entry of a list', { all: [{}, { near: { km: 2 } }] }, 4 + 4 + 50],
  ['nothing less than nothing', { by: { near: { cheaper: 1 } } }, 0],
])('arguments cost %s', (_, args, cost) => {
  expect(costs.ofArguments('Query', 'find')?.(args)).toBe(cost);
});

test('arguments of an interface cost what the dearest type says', () => {
  expect(costs.ofArguments('Drink', 'price')?.({ in: 'EUR' })).toBe(6);
});

test('arguments that never cost something are not looked at', () => {
  expect(costs.ofArguments('Query', 'quiet')).toBeUndefined();
  expect(costs.ofArguments('Query', 'tea')).toBeUndefined();
});
