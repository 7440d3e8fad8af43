import type { UrlParameter } from '../../config/url-parameter.ts';

/** @returns docs/connections.md. */
export function connectionsPage(parameters: readonly UrlParameter[]): string {
  const rows = parameters.map(({ name, values, meaning }) => `| \`${name}\` | ${values} | ${meaning} |`);
  return [BEFORE, '| parameter | values | what it does |', '| --- | --- | --- |', ...rows, AFTER].join('\n');
}

const BEFORE = `# Connections

How a process is told where its stores and the other parts are. What it would not use of an address is refused by its name
when it starts, and never dropped. \`npm test -- platform/test/config/database-url -u\` writes this page again, from the list
in \`platform/postgres/url-parameters.ts\`.

## PostgreSQL

\`DATABASE_URL\`, and \`<DOMAIN>_DATABASE_URL\` of \`npm start\`: \`postgresql://user:password@host:5432/database?…\` with
`;

const AFTER = `
Several domains may share a database, each with a \`schema\` of its own. The size of a pool is \`DATABASE_POOL_SIZE\`. Times have
no parameter: a statement ends with its request.

**A pooler** such as PgBouncer in transaction mode needs \`pgbouncer=true\`. A core then sets what a statement needs in the
statement's own transaction, in the same round trip, and leaves nothing in a session; prepared statements never have a name.
Nothing is cancelled from outside, since by then the session may be another's: a statement ends by a limit of its own, at the
deadline of its request, and after a caller who leaves it runs on until then, on a connection that is given up. A core that
finds a pooler and was not told of it waits, and says so in its log and in \`/readyz\`. Migrations need a session of their own:
\`DIRECT_DATABASE_URL\` names the server itself, for \`npm run migrate\` and a core in development; it has the same \`schema\`.

**Copies** of the database stand at \`DATABASE_READ_URL\`, with the same parameters and the same \`schema\`: what is read may come from there
([how old it may be](decisions/reads-from-a-copy.md)).

## Elasticsearch

\`ELASTICSEARCH_URL\`: \`https://user:password@host:9200\`, with a path where a proxy wants one, or those of several
nodes, with commas between and one user for all. It has no parameters. Certificates of the nodes are verified by the authorities
that Node knows, or by the one in the file that \`ELASTICSEARCH_CA\` names, which is read for each new connection.

## The parts of the system

| variable | address |
| --- | --- |
| \`<DOMAIN>_CORE\` | of a core: \`host\`, \`host:port\`, \`10.0.0.1\`, \`::1\`, \`[::1]:5051\`; or what [gRPC resolves](https://github.com/grpc/grpc/blob/master/doc/naming.md), with a port: \`dns:///host:port\`, \`ipv4:10.0.0.1:5051,10.0.0.2:5051\`, \`ipv6:[::1]:5051\` |
| \`SUBGRAPH_URL_<NAME>\` | of a subgraph: \`http://host:4001/graphql\`, without user or password |
| \`HOST\` | to listen on: \`127.0.0.1\`, \`0.0.0.0\`, \`::1\`, \`::\` (IPv6, and IPv4 as well) |

An IPv6 address stands in brackets wherever a port may follow. A name may have several addresses, some of them dead: each is
tried. No connection to a store or to a part of the system goes through a proxy that \`http_proxy\` or the like names.
`;
