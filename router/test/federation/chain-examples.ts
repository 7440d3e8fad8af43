import type { Example } from './examples.ts';

const letters = {
  a: 'type Query { t: T ts: [T!]! } type T @key(fields: "id") { id: ID! a: Int c: Int @requires(fields: "b") b: Int @external }',
  b: 'type T @key(fields: "id") { id: ID! a: Int @external b: Int @requires(fields: "a") }',
  c: `type T @key(fields: "id") { id: ID! b: Int @external c: Int @external d: Int @requires(fields: "c")
    e: String @requires(fields: "b") }`,
};

/** Fields that require fields that require others: `@requires` in chains. */
export const chainExamples: Example[] = [
  {
    title: 'A field requires one of another subgraph, which requires one of the first',
    stockIsRight: true,
    subgraphs: letters,
    operations: ['c', 'a c', 'c b a', 'b c', 'e'].map((fields) => ({ query: `{ t { ${fields} } ts { ${fields} } }` })),
  },
  {
    title: 'Four fields stand in a chain',
    stockIsRight: true,
    subgraphs: letters,
    operations: ['d', 'd e', 'e d c b a', 'x: a d y: d'].map((fields) => ({ query: `{ ts { ${fields} } }` })),
  },
  {
    title: 'A chain leads through an object and through three subgraphs',
    stockIsRight: true,
    subgraphs: {
      a: `type Query { foo: Bar } type Bar @key(fields: "id") { id: ID! baz: Baz } type Baz { value: String @shareable }`,
      b: `type Bar @key(fields: "id") { id: ID! baz: Baz @external valid: Boolean @requires(fields: "baz { value }") }
        type Baz { value: String @shareable }`,
      c: 'type Bar @key(fields: "id") { id: ID! valid: Boolean @external beer: String @requires(fields: "valid") }',
    },
    operations: [{ query: '{ foo { id valid baz { value } beer } }' }, { query: '{ foo { beer } }' }],
  },
];
