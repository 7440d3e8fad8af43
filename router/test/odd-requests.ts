import { FAULTS } from './client-faults.ts';
import { ask, get, persisted, post, query, type Sent } from './send.ts';

/** What a client can do wrong, and what somebody sends who looks for what is not shown; the status where it is not 400. */
export const ODD_REQUESTS: [what: string, sent: Sent, status?: number][] = [
  ...FAULTS,
  ['a persisted query that is not known', post(persisted({ version: 1, sha256Hash: 'a'.repeat(64) })), 200],
  ['introspection', ask('{ __schema { types { name } } }')],
  ['introspection under another name, in a fragment', ask('{ ... { a: __type(name: "Query") { name } } }')],
  ['entities, as a router asks a subgraph for them', ask('{ _entities(representations: []) { __typename } }')],
  ['a name that is nearly a field', ask('{ lst }')],
  ['a name that is nearly an argument', ask('{ id(idd: 1) }')],
  ['a name that is nearly a type', ask('{ ... on Quer { z } }')],
  ['a name that is nearly an input field, in the document', ask('{ f(input: { aa: 1 }) }')],
  [
    'a name that is nearly an input field, in a variable',
    ask('query ($i: In!) { f(input: $i) }', { variables: { i: { aa: 1 } } }),
  ],
  ['a field that needs a selection', ask('{ __typename z { a } }')],
  ['a document of too many tokens', ask(`{ ${'z '.repeat(3_000)} }`)],
  [
    'a document that nests too many fragments',
    ask('{ ...A ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A }'),
  ],
  ['a path that cannot be decoded', { ...ask('{ z }'), path: '/%zz' }],
  ['a path that goes up', { ...ask('{ z }'), path: '/../../etc/passwd' }, 404],
  ['the playground', { method: 'GET', path: '/playground' }, 404],
  ['the administration', { method: 'GET', path: '/readyz' }, 404],
  [
    'a WebSocket',
    get(`query=${query}`, { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }),
  ],
  ['a method that nobody serves', { ...ask('{ z }'), method: 'PROPFIND' }, 404],
];
