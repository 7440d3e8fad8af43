import { join } from 'node:path';

/** A domain's manifest, as `subgraphs/<domain>/domain.ts` has it: what everything that names all domains derives from. */
export interface Domain<Name extends string = string, NeighbourName extends string = string> extends Neighbour<Name> {
  /** The domains whose cores its core asks. */
  neighbours: readonly Neighbour<NeighbourName>[];
  /** The names of the other domains whose cores its core answers, where parts have certificates: see tls/parts.ts. */
  callers: readonly string[];
  /** Its own, `subgraphs/order`. */
  folder: string;
  /** The variable that names a store of another kind: where it is set, the core uses no PostgreSQL. */
  otherStore: string | undefined;
  /** Its core's service, as protobuf names it: `commerce.order.v1.OrderService`. */
  serviceName: string;
  /** Of its core's contract, within `protosFolder`. */
  protoFile: string;
  protosFolder: string;
  /** With `schema.prisma` and `migrations/`. */
  prismaFolder: string;
  /** Its subgraph's SDL. */
  schemaFile: string;
}

/** What others know of a domain. */
export interface Neighbour<Name extends string = string> {
  /** In small letters: `order`. */
  name: Name;
  /** Its name in those of environment variables: `ORDER`. */
  prefix: Uppercase<Name>;
  /** Where its parts listen, unless a variable says otherwise. No other file has these numbers. */
  ports: DomainPorts;
}

export interface DomainPorts {
  /** Of its subgraph, over HTTP. */
  graph: number;
  /** Of its core, over gRPC; like all of them outside Linux's ephemeral range (32768–60999), where any client's connection may have it. */
  core: number;
  /** Of their health, readiness and metrics, over HTTP: each part is a process of its own. */
  graphAdmin: number;
  coreAdmin: number;
}

/** @param folder the domain's own: `import.meta.dirname`. */
export function defineDomain<const Name extends string, NeighbourName extends string = never>(
  folder: string,
  {
    name,
    ports,
    neighbours = [],
    callers = [],
    otherStore,
  }: {
    name: Name;
    ports: DomainPorts;
    neighbours?: readonly Neighbour<NeighbourName>[];
    callers?: readonly string[];
    otherStore?: string;
  },
): Domain<Name, NeighbourName> {
  const capitalized = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    name,
    prefix: name.toUpperCase() as Uppercase<Name>,
    ports,
    neighbours,
    callers,
    folder,
    otherStore,
    serviceName: `commerce.${name}.v1.${capitalized}Service`,
    protoFile: `commerce/${name}/v1/${name}_service.proto`,
    protosFolder: join(folder, '../../protos'),
    prismaFolder: join(folder, 'core/prisma'),
    schemaFile: join(folder, 'graph/schema.graphql'),
  };
}
