import type { DescMethod } from '@bufbuild/protobuf';
import { isRequest } from '@commerce/platform/graphql/client-names';
import { protoName } from '@commerce/platform/graphql/mapping';
import { getNamedType, type GraphQLField, isInputObjectType, isObjectType } from 'graphql';
import type { Finding } from '../finding.ts';
import { compareFields, unseen } from './compare-fields.ts';
import { mappingFile } from './read-mapping.ts';
import { placeInProto } from './read-protos.ts';
import { gap, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/** Compares the arguments of each field with the requests of its RPCs, and reports the RPCs that no field asks. */
export function compareOperations(both: SchemaAndProto): Finding[] {
  const { schema, proto, mapping } = both;
  const asked = new Set<string>();
  const findings = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
    .flatMap(({ type, field }) => {
      const coordinate = `${type.name}.${field.name}`;
      const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
      const byName = field.name.charAt(0).toUpperCase() + field.name.slice(1);
      const names = mapping.rpcs[coordinate] ?? (isRoot ? [byName] : []);
      if (coordinate in mapping.unmapped || FEDERATION.has(coordinate)) return [];
      const rpcs = names.flatMap((name) => proto.rpcs.get(name) ?? []);
      for (const { name } of rpcs) asked.add(name);
      const missing = names.filter((name) => !proto.rpcs.has(name));
      if (missing.length > 0) {
        const says = `${coordinate} is in the schema; the proto has no RPC ${missing.join(', ')}`;
        return [gap(both, says, placeOf(both, coordinate))];
      }
      const isChange = type === schema.getMutationType();
      return isChange
        ? rpcs.flatMap(({ input }) => compareFields(both, inputsOf(both, coordinate, field), input, coordinate))
        : compareRead(both, coordinate, field, rpcs);
    });
  const silent = [...proto.rpcs.values()].filter(({ name }) => !asked.has(name) && !(name in mapping.unmapped));
  return [
    ...findings,
    ...silent.map((rpc) =>
      gap(
        both,
        `RPC ${rpc.name} is in the proto; no field of the schema asks it, and ${mappingFile(both.domain)} does not say why`,
        [placeInProto(rpc)],
      ),
    ),
  ];
}

const FEDERATION = new Set(['Query._service', 'Query._entities']);

type Field = GraphQLField<unknown, unknown>;

/** A mutation's arguments, and in place of its input object the fields of that. */
function inputsOf(both: SchemaAndProto, coordinate: string, { args }: Field) {
  return args.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (!isInputObjectType(named) || !isRequest(both.mapping, type)) {
      return [{ coordinate: `${coordinate}.${name}`, type }];
    }
    return Object.values(named.getFields()).map((field) => ({ ...field, coordinate: `${named.name}.${field.name}` }));
  });
}

/** Compares a query's arguments with the requests of its RPCs. Ids, pages and masks are left out: platform turns them. */
function compareRead(both: SchemaAndProto, coordinate: string, field: Field, rpcs: readonly DescMethod[]): Finding[] {
  if (rpcs.length === 0) return [];
  const requests = rpcs.map(({ input }) => input);
  const offered = new Set(requests.flatMap(({ fields }) => fields.map(({ name }) => name)));
  const args = field.args.filter(({ name }) => !OF_READS.has(name));
  const asked = new Set(args.map(({ name }) => protoName(both.mapping, `${coordinate}.${name}`)));
  const names = rpcs.map(({ name }) => name).join(', ');
  return [
    ...args
      .filter(({ name }) => !offered.has(protoName(both.mapping, `${coordinate}.${name}`)))
      .filter(({ name }) => !(`${coordinate}.${name}` in both.mapping.unmapped))
      .map(({ name }) =>
        gap(
          both,
          `the argument ${coordinate}.${name} is in the schema; no request of ${names} has it`,
          placeOf(both, `${coordinate}.${name}`),
        ),
      ),
    ...requests.flatMap((request) => {
      const others = request.fields.filter(({ name }) => OF_REQUESTS.test(name)).map(({ name }) => name);
      return unseen(both, request, new Set([...asked, ...others]), coordinate);
    }),
  ];
}

const OF_READS = new Set(['id', 'pagination', 'first', 'after', 'last', 'before']);
const OF_REQUESTS = /^(page_size|page_token|skip|from_end|read_mask|omit_page_tokens|id|(.*_)?ids)$/;
