import type { DescField } from '@bufbuild/protobuf';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import {
  type GraphQLType,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { typeOf } from './read-protos.ts';
import { messageOf, type SchemaAndProto } from './schema-and-proto.ts';

/**
 * Can a field of a message be what a field or an argument of the schema says?
 *
 * @param isInput whether a client gives it: what is null there is not given, as an empty list and an enum's first value are
 *   in the proto.
 * @returns why not.
 */
export function misfit(
  both: SchemaAndProto,
  type: GraphQLType,
  field: DescField,
  isInput: boolean,
): string | undefined {
  const named = getNamedType(type);
  const isReference = typeOf(field) === 'string' && isEntity(both, named.name);
  const list = getNullableType(type);
  const isRepeated = field.fieldKind === 'list' || field.fieldKind === 'map';
  if (isListType(list) !== isRepeated) {
    return isRepeated ? 'the proto has a list, the schema has not' : 'the schema has a list, the proto has not';
  }
  if (isListType(list)) {
    if (!isNonNullType(list.ofType)) return 'an entry of a repeated field is never null, the schema says it may be';
    if (!isNonNullType(type) && !isInput) return 'a repeated field is never null, the schema says it may be';
  } else if (isReference) {
    // Another subgraph may not know what it leads to, or be down.
    if (isNonNullType(type)) return 'what another subgraph answers may be null, the schema says it is not';
  } else if (field.proto.proto3Optional && isNonNullType(type)) {
    return 'it is optional in the proto, and never null in the schema';
  } else if (isAlwaysThere(field) && !isNonNullType(type) && !(isInput && field.fieldKind === 'enum')) {
    return 'it is not optional in the proto, and may be null in the schema';
  }
  const fits = isReference || typesOf(both, field).includes(named.name) || isEnumOf(both, type, field);
  return fits ? undefined : `the proto says ${typeOf(field)}, the schema ${named.name}`;
}

/** Can no reader tell whether it is set? A request_id is none when it is empty: https://google.aip.dev/155. */
function isAlwaysThere({ proto, fieldKind, name }: DescField): boolean {
  return !proto.proto3Optional && fieldKind !== 'message' && name !== 'request_id';
}

/** The schema's types that can show a field: scalars as platform turns them, or the types of its message. */
function typesOf(both: SchemaAndProto, field: DescField): string[] {
  const type = typeOf(field);
  const shown = Object.values(both.schema.getTypeMap()).filter((each) => messageOf(both, each)?.name === type);
  return [...(SCALARS[type] ?? []), ...shown.map(({ name }) => name)];
}

const SCALARS: Record<string, string[]> = {
  // A decimal text is what a client's number stands for, without a float in between.
  string: ['String', 'ID', 'Float'],
  bool: ['Boolean'],
  int32: ['Int'],
  uint32: ['Int'],
  // More than an Int can hold.
  int64: ['String'],
  uint64: ['String'],
  double: ['Float'],
  float: ['Float'],
  'google.protobuf.Timestamp': ['DateTime'],
  // Whole, or as a rounded view.
  'commerce.type.v1.Money': ['Money', 'Float'],
};

function isEnumOf({ mapping }: SchemaAndProto, type: GraphQLType, field: DescField): boolean {
  const named = getNamedType(type);
  return isEnumType(named) && (mapping.messages[named.name] ?? named.name) === typeOf(field);
}

function isEntity({ schema }: SchemaAndProto, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && entityKeys(type).length > 0;
}
