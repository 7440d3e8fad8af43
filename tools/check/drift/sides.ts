import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { type Finding, finding } from '../finding.ts';
import { type Mapping, mappingFile } from './mapping.ts';
import type { ProtoMessage, ProtoPackage } from './read-protos.ts';

/** The two sides of a domain, and what says how they correspond. */
export interface Sides {
  domain: string;
  schema: GraphQLSchema;
  /** Of its coordinates, in its file. */
  lines: ReadonlyMap<string, number>;
  proto: ProtoPackage;
  mapping: Mapping;
}

/** Names that correspond in every domain. */
const CONVENTIONS: Record<string, string> = { createdAt: 'create_time', idempotencyKey: 'request_id' };

/** The name of the proto's field behind a field or argument of the schema. */
export function protoName({ mapping }: Sides, coordinate: string): string {
  const name = coordinate.split('.').at(-1) ?? '';
  return mapping.fields[coordinate] ?? CONVENTIONS[name] ?? toSnake(name);
}

/** The message behind a type; undefined for a type that is made of RPCs, or is the schema's alone. */
export function messageOf({ proto, mapping }: Sides, type: GraphQLNamedType): ProtoMessage | undefined {
  return proto.messages.get(mapping.messages[type.name] ?? type.name);
}

export function toSnake(name: string): string {
  return name.replaceAll(/\B[A-Z]/g, '_$&').toLowerCase();
}

/** Where the schema has a coordinate: `Order.account`, `Query.order.id`. */
export function placeOf({ domain, lines }: Sides, coordinate: string): string[] {
  const line = lines.get(coordinate);
  return line === undefined ? [] : [`subgraphs/${domain}/graph/schema.graphql:${line}`];
}

/** Something that the one side has, and the other does not. */
export function gap({ domain }: Sides, message: string, places: readonly string[]): Finding {
  return finding({
    verdict: 'error',
    area: `drift ${domain}`,
    message,
    advice: `Change one side, or declare in ${mappingFile(domain)} how the two correspond.`,
    places: [...places],
    touches: [`subgraphs/${domain}/graph`, `subgraphs/${domain}/core`],
  });
}
