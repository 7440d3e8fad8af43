import { expect, test } from 'vitest';
import { boundsRules } from '../../conformance/bounds-rules.ts';
import { schemaRules } from '../../conformance/schema-rules.ts';
import { readSchema } from '../../conformance/subgraph-schema.ts';

// A subgraph of teas that keeps every rule; each case breaks one.
const GOOD = `
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@listSize"])

type Query {
  "The tea with this id; null when there is none."
  tea(id: ID!): Tea
  "Teas, newest first."
  teas(pagination: PaginationInput): [Tea!] @listSize(assumedSize: 100)
  "Teas, page by page."
  teasConnection(first: Int, after: String): TeaConnection @listSize(assumedSize: 100, sizedFields: ["edges", "nodes"])
}

type Mutation {
  "Puts a tea on the menu."
  createTea(
    tea: TeaInput!
    "Repeated with it within a day, it makes nothing more."
    idempotencyKey: String
  ): Tea
  "Changes a tea."
  updateTea(
    id: ID!
    tea: TeaInput!
    "As in createTea."
    idempotencyKey: String
    expectedVersion: Int): Tea
}

type Tea @key(fields: "id") {
  id: ID!
  colour: TeaColour!
  tags: [String!]! @listSize(assumedSize: 10)
  cup: Cup
}

enum TeaColour {
  GREEN
  PALE_YELLOW
}

"Another subgraph's."
type Cup @key(fields: "id") {
  id: ID!
  teas(pagination: PaginationInput): [Tea!] @listSize(assumedSize: 100)
}

input TeaInput {
  name: String!
  tags: [String!]
}

input PaginationInput {
  skip: Int
  take: Int
}

type TeaConnection {
  edges: [TeaEdge!]!
  nodes: [Tea!]!
  pageInfo: PageInfo!
}

type TeaEdge {
  cursor: String!
  node: Tea!
}

type PageInfo @shareable {
  hasNextPage: Boolean!
  hasPreviousPage: Boolean!
  startCursor: String
  endCursor: String
}
`;

test('a schema that keeps the rules has no problems', () => {
  expect(problemsOf(GOOD)).toEqual({});
});

test('what a linked specification defines is called as that says', () => {
  const scope = 'enum caching__Scope {\n  PRIVATE\n}\n';
  const link = 'extend schema @link(url: "https://specs.commerce.test/caching/v0.1", import: ["@cacheControl"])\n';
  expect(problemsOf(GOOD + link + scope)).toEqual({});
  expect(problemsOf(GOOD + scope)).toEqual({
    'types are in PascalCase': ['caching__Scope: write it in PascalCase, such as OrderStatus.'],
  });
});

test.each([
  ['TeaColour', 'Tea_Colour', 'types are in PascalCase', ['Tea_Colour: write it in PascalCase, such as OrderStatus.']],
  [
    '  colour:',
    '  Colour:',
    'fields and arguments are in camelCase',
    ['Tea.Colour: write it in camelCase, such as totalPrice.'],
  ],
  [
    '  skip: Int',
    '  to_skip: Int',
    'fields and arguments are in camelCase',
    ['PaginationInput.to_skip: write it in camelCase, such as totalPrice.'],
  ],
  [
    'createTea(\n    tea:',
    'createTea(\n    new_tea:',
    'fields and arguments are in camelCase',
    ['Mutation.createTea(new_tea:): write it in camelCase, such as totalPrice.'],
  ],
  [
    'PALE_YELLOW',
    'PaleYellow',
    'enum values are in UPPER_CASE',
    ['TeaColour.PaleYellow: write it in UPPER_CASE, such as IN_TRANSIT.'],
  ],
  ['TeaInput', 'NewTea', 'inputs, and they alone, end in Input', ['NewTea: call it NewTeaInput.']],
  [
    'TeaColour',
    'ColourInput',
    'inputs, and they alone, end in Input',
    ['ColourInput: it is no input; find a name that does not end in Input.'],
  ],
  [
    'tea(id: ID!): Tea',
    'tea(id: ID!): Tea!',
    'root fields are nullable',
    ['Query.tea: remove the ! at the end of its type; a subgraph that is down must not cost the whole response.'],
  ],
  [
    '"Changes a tea."',
    '',
    'root fields have a description',
    ['Mutation.updateTea: say in a description what it gives or does, and when it is null.'],
  ],
  [
    'createTea',
    'teaCreate',
    'mutations begin with a verb',
    ['Mutation.teaCreate: begin with what it does and go on with to what, as createOrder does.'],
  ],
  [
    'createTea',
    'create',
    'mutations begin with a verb',
    ['Mutation.create: begin with what it does and go on with to what, as createOrder does.'],
  ],
  [
    'expectedVersion: Int): Tea',
    'expectedVersion: Int): Boolean',
    'mutations give an entity',
    [
      'Mutation.updateTea: return the type with a key that it changes, and not Boolean; a client reads what it changed in the same request.',
    ],
  ],
  [
    '\n    "As in createTea."\n    idempotencyKey: String',
    '',
    'a mutation takes an idempotencyKey',
    ['Mutation.updateTea: add the argument idempotencyKey: String, so that a client can repeat it safely.'],
  ],
  [
    '"Repeated with it within a day, it makes nothing more."',
    '',
    'an idempotencyKey has a description',
    [
      'Mutation.createTea: say in a description of idempotencyKey what a repetition does, and for how long keys are kept.',
    ],
  ],
  [
    '\n    expectedVersion: Int',
    '',
    'an updating mutation takes an expectedVersion',
    [
      "Mutation.updateTea: add the argument expectedVersion: Int, so that a client can be sure to overwrite nobody's change.",
    ],
  ],
  [
    '{\n  id: ID!\n  colour',
    '{\n  id: String!\n  colour',
    'entities have an id: ID!',
    ['Tea.id: an entity has an id: ID! for whoever stores it by that; add it.'],
  ],
  [
    '  tea(id: ID!)',
    '  findTea(id: ID!)',
    'an entity of this subgraph has a query of its name with its id',
    ['Query.tea: add tea(id: ID!): Tea.'],
  ],
  [
    'cup: Cup',
    'cup: Cup!',
    "what crosses to or from another subgraph's entity is nullable",
    ['Tea.cup: remove the ! at the end of its type; a subgraph that is down must cost its own fields alone.'],
  ],
  [
    '  teas(pagination: PaginationInput): [Tea!] @listSize(assumedSize: 100)\n}\n\ninput',
    '  teas(pagination: PaginationInput): [Tea!]! @listSize(assumedSize: 100)\n}\n\ninput',
    "what crosses to or from another subgraph's entity is nullable",
    ['Cup.teas: remove the ! at the end of its type; a subgraph that is down must cost its own fields alone.'],
  ],
  [
    'tags: [String!]!',
    'tags: [String]!',
    'lists have no null entries',
    ["Tea.tags: write ! after the entries' type in [String]!."],
  ],
  [
    'tags: [String!]\n',
    'tags: [String]\n',
    'lists have no null entries',
    ["TeaInput.tags: write ! after the entries' type in [String]."],
  ],
  [
    'teas(pagination: PaginationInput): [Tea!] @listSize(assumedSize: 100)\n  "',
    'teas: [Tea!] @listSize(assumedSize: 100)\n  "',
    'a list of entities has pagination: PaginationInput',
    ['Query.teas: add the argument pagination: PaginationInput, and keep to 100 entries.'],
  ],
  [
    '(first: Int, after: String)',
    '(first: Int)',
    'a connection is asked for with first: Int and after: String',
    ['Query.teasConnection: call it …Connection, with the arguments first: Int and after: String.'],
  ],
  [
    'nodes: [Tea!]!',
    'nodes: [Tea!]',
    'connections, edges and PageInfo are as Relay has them',
    ["TeaConnection.nodes: expected nodes: [Tea!]!, as in Relay's connections."],
  ],
  [
    'node: Tea!',
    'node: Tea',
    'connections, edges and PageInfo are as Relay has them',
    ["TeaEdge.node: expected node: Tea!, as in Relay's connections."],
  ],
  [
    '  endCursor: String\n',
    '',
    'connections, edges and PageInfo are as Relay has them',
    ["PageInfo.endCursor: expected endCursor: String, as in Relay's connections."],
  ],
  [
    'tags: [String!]! @listSize(assumedSize: 10)',
    'tags: [String!]!',
    'a list says how long it may be',
    ['Tea.tags: add @listSize(assumedSize: …), the most that it can have.'],
  ],
  [
    ', sizedFields: ["edges", "nodes"]',
    ', sizedFields: ["edges"]',
    'a list says how long it may be',
    ['TeaConnection.nodes: add @listSize(assumedSize: …), the most that it can have.'],
  ],
])('%j written as %j breaks one rule: %s', (text, wrong, rule, problems) => {
  expect(problemsOf(GOOD.replaceAll(text, wrong))).toEqual({ [rule]: problems });
});

test('what is no SDL of a subgraph is named', () => {
  expect(() => readSchema('type Query { a: Nothing }')).toThrow('The schema is not valid: ');
});

/** The rules that are broken, and how. */
function problemsOf(sdl: string): Record<string, string[]> {
  const schema = readSchema(sdl);
  // Those have a test of their own: here they would stand between the words that a case replaces.
  const rules = schemaRules.filter((rule) => !boundsRules.includes(rule));
  const found = rules.map(({ says, problemsOf: find }) => [says, find(schema)] as const);
  return Object.fromEntries(found.filter(([, problems]) => problems.length > 0));
}
