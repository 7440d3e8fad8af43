import { buildSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { cacheHints } from '../../web/cache-hints.ts';
import { cachePolicy } from '../../web/cache-policy.ts';

const SDL = `
  directive @cacheControl(maxAge: Int, scope: caching__Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum caching__Scope { PUBLIC PRIVATE }
  type Query {
    book: Book
    own: Book @cacheControl(scope: PRIVATE)
    short: Book @cacheControl(maxAge: 5)
    said: Author
    author: Author @cacheControl(maxAge: 30)
    count: Int
    counted: Int @cacheControl(maxAge: 40)
    item: Item @cacheControl(maxAge: 50)
    either: Either @cacheControl(maxAge: 50)
    never: Book @cacheControl(maxAge: -1)
  }
  type Book implements Item @cacheControl(maxAge: 60) {
    title: String
    author: Author
    price: Money
    inherited: Author @cacheControl(inheritMaxAge: true)
    stock: Int @cacheControl(maxAge: 10)
    rank: Int @cacheControl(maxAge: 20, scope: PRIVATE)
    size: Int
  }
  type Pen implements Item { size: Int @cacheControl(maxAge: 2) }
  interface Item { size: Int }
  union Either = Book | Pen
  type Author { name: String }
  type Money @cacheControl(inheritMaxAge: true) { amount: String }`;
const schema = buildSchema(SDL);
const hints = cacheHints(SDL);

test.each([
  ['an object as long as its type says', '{ book { title } }', 60],
  ['or as its field says', '{ short { title } }', 5],
  ['a field of the root for no time by itself', '{ said { name } }', 0],
  ['a scalar of the root neither', '{ count }', 0],
  ['or as long as it says', '{ counted }', 40],
  ['the shortest of several', '{ book { title } author { name } counted }', 30],
  ['a scalar that says less', '{ book { stock } }', 10],
  ['an object without a word for no time', '{ book { author { name } } }', 0],
  ['an object whose field inherits as long as its parent', '{ book { inherited { name } } }', 60],
  ['an object whose type inherits as long as its parent', '{ short { price { amount } } }', 5],
  ['what a condition may leave out counts', '{ book { title stock @include(if: false) } }', 10],
  ['fields of a fragment', '{ book { ...F } } fragment F on Book { stock }', 10],
  ['of an interface what the type says which it may be', '{ item { size } }', 2],
  ['of a union what stands in a fragment', '{ either { ... on Book { size } } }', 50],
  ['the name of a type alone for no time', '{ __typename }', 0],
  ['beside others it counts for nothing', '{ __typename book { __typename title } }', 60],
  ['the schema for no time', '{ __schema { queryType { name } } }', 0],
  ['a number below none', '{ never { title } }', 0],
])('holds: %s', (_what, text, maxAge) => {
  expect(policyOf(text)).toEqual({ maxAge, isPrivate: false });
});

test.each([
  ['a field', '{ book { rank } }', 20],
  ['a field of the root', '{ own { title } }', 60],
  ['one of several', '{ counted own { title } }', 40],
])('is private with %s that is', (_what, text, maxAge) => {
  expect(policyOf(text)).toEqual({ maxAge, isPrivate: true });
});

test('of several operations the one that is asked for', () => {
  const text = 'query A { book { title } } query B { counted }';
  expect(policyOf(text, 'A').maxAge).toBe(60);
  expect(policyOf(text, 'B').maxAge).toBe(40);
});

function policyOf(text: string, name?: string) {
  const document = parse(text);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('There is no such operation.');
  return cachePolicy(hints, schema, document, operation);
}
