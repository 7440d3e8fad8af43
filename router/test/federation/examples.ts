/** Subgraphs and operations that routers have answered wrong, in the words of those who told of it. */
export interface Example {
  title: string;
  subgraphs: Record<string, string>;
  /** Where the gateway's own executor answers right, with data that says the same everywhere. */
  stockIsRight?: boolean;
  operations: { query: string; variables?: Record<string, unknown> }[];
}

const required = {
  a: 'type Query { t: T! list: [T!]! } type T @key(fields: "id") { id: ID! a: Int! legacy: ID other: String }',
  b: 'type T @key(fields: "id") { id: ID! a: Int! @external b: Int c: Int @requires(fields: "a") }',
};

export const examples: Example[] = [
  {
    title: 'One alias stands for two fields in the branches of a union, and a value is falsy',
    subgraphs: {
      a: `type Query { search: [Hit!]! } union Hit = Repo | User
        type Repo @key(fields: "id") { id: ID! stars: Int archived: Boolean }
        type User @key(fields: "id") { id: ID! followers: Int blocked: Boolean }`,
    },
    operations: [
      { query: '{ search { ... on Repo { n: stars b: archived } ... on User { n: followers b: blocked } } }' },
      { query: '{ search { ... on Repo { n: archived } ... on User { n: blocked } } }' },
    ],
  },
  {
    title: 'Keys of one name have different types in the branches of a union, and one is falsy',
    subgraphs: {
      a: `type Query { hits: [H!]! more: [H!]! most: [H!]! } union H = A | B
        type A @key(fields: "id") { id: Int! } type B @key(fields: "id") { id: ID! }`,
      b: 'type A @key(fields: "id") { id: Int! t: String } type B @key(fields: "id") { id: ID! t: String }',
    },
    operations: ['hits', 'more', 'most'].map((field) => ({ query: `{ ${field} { ... on A { t } ... on B { t } } }` })),
  },
  {
    title: 'A field that requires another is skipped by a variable, beside a field of the same subgraph',
    subgraphs: required,
    operations: [true, false].flatMap((v) => [
      { query: 'query ($v: Boolean!) { t { id b c @skip(if: $v) } }', variables: { v } },
      { query: 'query ($v: Boolean = false) { list { b c @include(if: $v) } }', variables: v ? { v } : {} },
    ]),
  },
  {
    title: 'An alias has the name of a key or of a requirement',
    subgraphs: required,
    operations: [
      { query: '{ t { id: legacy } }' },
      { query: '{ t { id: legacy b } }' },
      { query: '{ list { a: legacy c } }' },
      { query: '{ t { id: a b __typename: other } }' },
      { query: '{ list { b: __typename id: b a: c } }' },
    ],
  },
  {
    title: 'A variable is called representations',
    subgraphs: {
      a: 'type Query { sum(ns: [Int!]!): Int t: T } type T @key(fields: "id") { id: ID! }',
      b: 'type Query { max(ns: [Int!]!): Int } type T @key(fields: "id") { id: ID! name(ns: [Int!]): String }',
    },
    operations: [
      {
        query: 'query ($representations: [Int!]!) { sum(ns: $representations) }',
        variables: { representations: [2, 2, 3] },
      },
      {
        query: 'query ($representations: [Int!]) { t { id name(ns: $representations) } }',
        variables: { representations: [1] },
      },
    ],
  },
  {
    title: 'Subgraphs share a field whose value differs with what one of them requires',
    stockIsRight: true,
    subgraphs: {
      a: 'type Query { lines: [Line!]! } type Line { product: Product! } type Product @key(fields: "id") { id: ID! discount: Int }',
      b: 'type Product @key(fields: "id") { id: ID! info: Info! @shareable } type Info { base: Int }',
      c: `type Product @key(fields: "id") { id: ID! discount: Int @external info: Info! @shareable @requires(fields: "discount") }
        type Info { final: Int }`,
    },
    operations: [{ query: '{ lines { product { info { base final } } } }' }],
  },
  {
    title: 'A required field has an argument, and the client asks for it with another',
    subgraphs: {
      a: 'type Query { t: T! } type T @key(fields: "id") { id: ID! price(in: Int): Int! }',
      b: `type T @key(fields: "id") { id: ID! price(in: Int): Int! @external dear: String @requires(fields: "price(in: 3)")
        }`,
    },
    operations: [
      { query: '{ t { dear } }' },
      { query: '{ t { price(in: 1) dear } }' },
      { query: '{ t { price: price(in: 4) dear } }' },
    ],
  },
  {
    title: 'Two fields require one field with different arguments',
    subgraphs: {
      a: 'type Query { t: T! } type T @key(fields: "id") { id: ID! price(in: Int): Int! }',
      b: `type T @key(fields: "id") { id: ID! price(in: Int): Int! @external dear: String @requires(fields: "price(in: 3)")
        cheap: String @requires(fields: "price(in: 4)") }`,
    },
    operations: [{ query: '{ t { dear cheap } }' }],
  },
  {
    title: 'A key is a list of lists of objects',
    subgraphs: {
      a: 'type Query { ts: [T!]! } type T @key(fields: "parts { id }") { parts: [[P!]!]! } type P { id: Int! @shareable }',
      b: 'type T @key(fields: "parts { id }") { parts: [[P!]!]! name: String } type P { id: Int! @shareable }',
    },
    operations: [{ query: '{ ts { name } }' }, { query: '{ ts { parts { id } name } }' }],
  },
  {
    title: 'Subgraphs share a field whose objects stand in lists of lists',
    subgraphs: {
      a: `type Query { t: T! } type T @key(fields: "id") { id: ID! parts: [[P!]!]! @shareable } type P { one: String! }`,
      b: 'type T @key(fields: "id") { id: ID! parts: [[P!]!]! @shareable } type P { other: String! }',
    },
    operations: [{ query: '{ t { parts { one other } } }' }],
  },
  {
    title: 'A type stands for the objects of an interface, and requires a field of theirs',
    subgraphs: {
      a: `type Query { nodes: [I!]! } interface I @key(fields: "id") { id: ID! common(x: Int): Int }
        type A implements I @key(fields: "id") { id: ID! common(x: Int): Int }`,
      b: `type I @key(fields: "id") @interfaceObject { id: ID! common(x: Int): Int @external
        extra: String @requires(fields: "common(x: 3)") }`,
    },
    operations: [{ query: '{ nodes { common extra } }' }, { query: '{ nodes { common(x: 4) extra } }' }],
  },
  {
    title: 'Fields of two subgraphs require one field with different arguments',
    subgraphs: {
      a: `type T1 @key(fields: "id") { id: ID! f1(x: Int): [T0!] }
        type T0 @key(fields: "id") { id: ID! }`,
      b: `type Query { q: T1 @shareable } type T1 @key(fields: "id") { id: ID! f1(x: Int): [T0!] @external
        f2: [String!]! @requires(fields: "f1 { id }") } type T0 @key(fields: "id") { id: ID! }`,
      c: `type Query { q: T1 @shareable } type T1 @key(fields: "id") { id: ID! f1(x: Int): [T0!] @external
        f4: [String!]! @requires(fields: "f1(x: 4) { id }") } type T0 @key(fields: "id") { id: ID! }`,
    },
    operations: [
      { query: '{ q { f2 f4 } }' },
      { query: 'query ($no: Boolean! = false) { q { f4 } ... on Query { q @skip(if: $no) { f2 } } }' },
    ],
  },
  {
    title: 'A type stands for the objects of an interface',
    stockIsRight: true,
    subgraphs: {
      a: `type Query { node: I! nodes: [I!]! } interface I @key(fields: "id") { id: ID! }
        type A implements I @key(fields: "id") { id: ID! a: Int } type B implements I @key(fields: "id") { id: ID! b: Int }`,
      b: 'type Query { all: [I!]! } type I @key(fields: "id") @interfaceObject { id: ID! extra: String }',
    },
    operations: [
      { query: '{ nodes { id extra ... on A { a } } }' },
      { query: '{ all { extra __typename ... on B { b id: extra } } }' },
    ],
  },
  {
    title: 'One key has other selections in fragments on types that share it',
    stockIsRight: true,
    subgraphs: {
      a: `type Query { all: [N!]! } interface N { id: ID! } type D implements N @key(fields: "id") { id: ID! name: String }
        type C implements N @key(fields: "id") { id: ID! title: String }`,
      b: `type D @key(fields: "id") { id: ID! extra: E } type C @key(fields: "id") { id: ID! extra: E }
        type E { arch: String id: ID! }`,
    },
    operations: [
      { query: '{ all { ... on D { extra { id } } ... on C { extra { arch } } } }' },
      { query: '{ all { ...F __typename } } fragment F on N { ... on N { id } ... on C { extra { arch } title } }' },
      {
        query:
          '{ list: all { ...F } } fragment F on N { ... on D { extra { a: arch } name } ... on C { name: title } }',
      },
    ],
  },
  {
    title: 'Two fields require different parts of one object, two levels below',
    stockIsRight: true,
    subgraphs: {
      a: `type Query { u: U us: [U] } type U @key(fields: "id") { id: ID! one: One } type One { two: Two @shareable }
        type Two { a: String @shareable b: String @shareable }`,
      b: `type U @key(fields: "id") { id: ID! one: One @external x: String @requires(fields: "one { two { a } }")
        y: String @requires(fields: "one { two { b } }") } type One { two: Two @shareable }
        type Two { a: String @shareable b: String @shareable }`,
    },
    operations: [{ query: '{ u { x y } us { y } }' }, { query: '{ us { x one { two { b } } } }' }],
  },
  {
    title: 'Subgraphs have other members of one union',
    stockIsRight: true,
    subgraphs: {
      a: `type Query { u: [U] } union U = X | Y type X @key(fields: "id") { id: ID! a: Int }
        type Y @key(fields: "id") { id: ID! }`,
      b: 'type Query { v: [U] } union U = X | Z type X @key(fields: "id") { id: ID! b: Int } type Z { z: Int }',
    },
    operations: ['u', 'v'].map((field) => ({
      query: `{ ${field} { ... on X { a b } ... on Y { id } ... on Z { z } } }`,
    })),
  },
];
