import { parse } from 'graphql';
import { ask, get, JSON_TYPE, persisted, post, query, type Sent } from './send.ts';

const nestedValue = (depth: number) =>
  `{"query":"query ($v: Json) { json(value: $v) }","variables":{"v":${'['.repeat(depth)}${']'.repeat(depth)}}}`;

/** What a client can do wrong, and the status that it is answered with when it is not 400. */
export const FAULTS: [what: string, sent: Sent, status?: number][] = [
  // The document
  ['a document that does not parse', ask('{ z')],
  ['an empty document', ask('')],
  ['a document of white space', ask('  ')],
  ['a document with a control character', ask('{ z \u0000 }')],
  ['fragments alone', ask('fragment F on Query { z }')],
  ['a type definition', ask('type A { a: Int }')],
  ['a type definition beside an operation', ask('{ z } type A { a: Int }')],
  ['a field that does not exist', ask('{ nothing }')],
  ['a fragment that spreads itself', ask('{ ...F } fragment F on Query { ...F }')],
  ['two anonymous operations', ask('{ z } { z }')],
  ['a subscription', ask('subscription { z }')],
  ['a subscription that nobody asks for', ask('subscription S { z } query Q { z }', { operationName: 'Q' })],
  // The operation
  ['an operation name that the document has not', ask('query A { z }', { operationName: 'B' })],
  ['a name for an anonymous operation', ask('{ z }', { operationName: 'B' })],
  ['a name of every object', ask('query A { z }', { operationName: '__proto__' })],
  ['two operations and no name', ask('query A { z } query B { z }')],
  ['two operations and null for a name', ask('query A { z } query B { z }', { operationName: null })],
  ['two operations and an empty name', ask('query A { z } query B { z }', { operationName: '' })],
  // Variables
  [
    'a variable of a wrong type',
    ask('query ($n: Int) { list(of: [1]) f(input: { b: [] }) z @skip(if: false) }', { variables: { n: 1 } }),
  ],
  ['a variable that is no Int', ask('query ($n: [Int!]) { list(of: $n) }', { variables: { n: 'x' } })],
  ['a variable that is missing', ask('query ($i: In!) { f(input: $i) }')],
  ['null for a required variable', ask('query ($i: In!) { f(input: $i) }', { variables: { i: null } })],
  ['an input field that does not exist', ask('query ($i: In!) { f(input: $i) }', { variables: { i: { c: 1 } } })],
  ['a variable of a type that does not exist', ask('query ($i: Nothing) { z }')],
  ['a variable of an output type', ask('query ($i: Query) { z }')],
  ['a variable that is not declared', ask('{ list(of: $n) }')],
  [
    'null for an input field that has a default',
    ask('query ($a: Int) { f(input: { a: $a }) }', { variables: { a: null } }),
  ],
  [
    'null for a variable with a default, in a place that is not nullable',
    ask('query ($a: Int = 1) { list(of: [$a]) }', { variables: { a: null } }),
  ],
  [
    'the same in a fragment',
    ask('query ($a: Int = 1) { ...F } fragment F on Query { list(of: [$a]) }', { variables: { a: null } }),
  ],
  ['a value nested as deep as a body allows', post(nestedValue(200_000))],
  [
    'an input object nested as deep as a body allows',
    post(
      `{"query":"query ($v: In!) { f(input: $v) }","variables":{"v":${'{"b":'.repeat(100_000)}{}${'}'.repeat(100_000)}}}`,
    ),
  ],
  ['a number that is none', post('{"query":"query ($n: [Int!]) { list(of: $n) }","variables":{"n":1e999}}')],
  // Directives
  [
    '@skip of null by a variable with a default',
    ask('query ($v: Boolean = true) { z @skip(if: $v) }', { variables: { v: null } }),
  ],
  [
    '@include of null by a variable with a default',
    ask('query ($v: Boolean = true) { ...F @include(if: $v) } fragment F on Query { z }', { variables: { v: null } }),
  ],
  ['@skip of null', ask('{ z @skip(if: null) }')],
  ['@skip without its argument', ask('{ z @skip }')],
  ['@skip of a text', ask('query ($v: String!) { z @skip(if: $v) }', { variables: { v: 'x' } })],
  ['@skip of a variable that may be null', ask('query ($v: Boolean) { z @skip(if: $v) }')],
  ['@skip of a variable that is not declared', ask('{ z @skip(if: $v) }')],
  ['@skip twice', ask('{ z @skip(if: true) @skip(if: false) }')],
  ['a directive that does not exist', ask('{ z @nothing }')],
  ['a directive in a wrong place', ask('query @skip(if: true) { z }')],
  ['@defer', ask('{ ... @defer { z } }')],
  // Persisted queries
  ['a persisted query with a wrong hash', ask('{ z }', persisted({ version: 1, sha256Hash: 'abc' }))],
  ['a persisted query whose hash is no text', ask('{ z }', persisted({ version: 1, sha256Hash: { a: 1 } }))],
  ['a persisted query without a hash', ask('{ z }', persisted({ version: 1 }))],
  ['a persisted query of another version', ask('{ z }', persisted({ version: 2, sha256Hash: 'abc' }))],
  ['a persisted query of no version', ask('{ z }', persisted(true))],
  // The body
  ['a body that is no JSON', post('{"query":')],
  ['an empty body', post('')],
  ['a body of null', post('null')],
  ['a body of a number', post('5')],
  ['a body of a text', post('"{ z }"')],
  ['a batch', post([{ query: '{ z }' }])],
  ['an empty batch', post([])],
  ['an empty object', post({})],
  ['an object without a query', post({ variables: {} })],
  ['a query that is null', ask(null)],
  ['a query that is a number', ask(5)],
  ['a query that is a parsed document', ask(parse('{ z }'))],
  ['a query that is a list', ask(['{ z }'])],
  ['variables that are a text', ask('{ z }', { variables: '{}' })],
  ['variables that are a list', ask('{ z }', { variables: [] })],
  ['variables that are a number', ask('{ z }', { variables: 0 })],
  ['an operation name that is a number', ask('{ z }', { operationName: 5 })],
  ['an operation name that is an object', ask('{ z }', { operationName: {} })],
  ['extensions that are a text', ask('{ z }', { extensions: '{}' })],
  ['extensions that are a list', ask('{ z }', { extensions: [] })],
  ['a key that would change every object', post('{"query":"{ z }","variables":{"__proto__":{"a":1}}}')],
  ['the same key, written otherwise', post('{"query":"{ z }","variables":{"\\u005f_proto__":{"a":1}}}')],
  ['a body that is larger than any', ask(' '.repeat(20_000_000)), 413],
  // Content negotiation
  ['a text', { headers: { 'content-type': 'text/plain' }, body: '{"query":"{ z }"}' }, 415],
  ['a form', { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `query=${query}` }, 415],
  ['a form with files', { headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' }, 415],
  ['a document without JSON around it', { headers: { 'content-type': 'application/graphql' }, body: '{ z }' }, 415],
  ['a content type that is none', { headers: { 'content-type': ';;' }, body: '{"query":"{ z }"}' }, 415],
  ['no content type', { body: '{"query":"{ z }"}' }, 415],
  ['neither a content type nor a body', {}],
  ['an answer in HTML asked for', post({ query: '{ z }' }, { accept: 'text/html' }), 406],
  ['every type refused', post({ query: '{ z }' }, { accept: '*/*;q=0' }), 406],
  // By GET
  ['GET without a query', get('')],
  ['GET with two queries', get(`query=${query}&query=${query}`)],
  ['GET with variables that are no JSON', get(`query=${query}&variables={`)],
  ['GET with variables that are a list', get(`query=${query}&variables=[]`)],
  ['GET with extensions that are no object', get(`query=${query}&extensions=5`)],
  [
    'GET with a persisted query of another version',
    get(`query=${query}&extensions=${encodeURIComponent('{"persistedQuery":{"version":2}}')}`),
  ],
  ['GET with an operation name that the document has not', get(`query=${query}&operationName=B`)],
  ['GET of what a form of another site can send', get(`query=${query}`, {})],
  ['GET with a body that is no JSON', get(`query=${query}`, { 'content-type': 'application/xml' }), 415],
  ['GET of a mutation', get(`query=${encodeURIComponent('mutation { set(n: 1) }')}`), 405],
  ['GET for HTML', get(`query=${query}`, { 'apollo-require-preflight': '1', accept: 'text/html' }), 406],
  // Other methods
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): [string, Sent, number] => [
    method,
    { method, ...post({ query: '{ z }' }) },
    405,
  ]),
  ['OPTIONS without a body', { method: 'OPTIONS' }, 405],
  // HTTP
  ['a host that is none', { ...ask('{ z }'), headers: { ...JSON_TYPE, host: 'a b[' } }],
  ['a path that does not exist', { ...ask('{ z }'), path: '/nothing' }, 404],
];
