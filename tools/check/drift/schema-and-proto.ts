import type { DescMessage } from '@bufbuild/protobuf';
import type { Mapping } from '@commerce/platform/graphql/mapping';
import type { GraphQLNamedType, GraphQLSchema } from 'graphql';
import { type Finding, finding } from '../finding.ts';
import { mappingFile } from './read-mapping.ts';
import type { ProtoPackage } from './read-protos.ts';

/** What is compared of a domain: its subgraph's schema, its core's proto, and the mapping between the two. */
export interface SchemaAndProto {
  domain: string;
  schema: GraphQLSchema;
  /** The line of each coordinate in the schema's file. */
  lines: ReadonlyMap<string, number>;
  proto: ProtoPackage;
  mapping: Required<Mapping>;
}

/** The message behind a type; undefined when RPCs make up the type, or only the schema has it. */
export function messageOf({ proto, mapping }: SchemaAndProto, type: GraphQLNamedType): DescMessage | undefined {
  return proto.messages.get(mapping.messages[type.name] ?? type.name);
}

/** Where the schema has a coordinate: `Order.account`, `Query.order.id`. */
export function placeOf({ domain, lines }: SchemaAndProto, coordinate: string): string[] {
  const line = lines.get(coordinate);
  return line === undefined ? [] : [`subgraphs/${domain}/graph/schema.graphql:${line}`];
}

/** Reports what the schema has and the proto lacks, or the other way round. */
export function gap({ domain }: SchemaAndProto, message: string, places: readonly string[]): Finding {
  return finding({
    verdict: 'error',
    area: `drift ${domain}`,
    message,
    advice: `Change one side, or declare in ${mappingFile(domain)} how the two correspond.`,
    places: [...places],
    touches: [`subgraphs/${domain}/graph`, `subgraphs/${domain}/core`],
  });
}
