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
import type { ProtoField } from './read-protos.ts';
import { messageOf, type Sides } from './sides.ts';

/**
 * Can a field of a message be what a field or an argument of the schema says?
 *
 * @returns why not.
 */
export function misfit(sides: Sides, type: GraphQLType, field: ProtoField): string | undefined {
  const named = getNamedType(type);
  const isReference = field.type === 'string' && isEntity(sides, named.name);
  const list = getNullableType(type);
  if (isListType(list) !== field.repeated) {
    return field.repeated ? 'the proto has a list, the schema has not' : 'the schema has a list, the proto has not';
  }
  if (isListType(list)) {
    if (!isNonNullType(list.ofType)) return 'an entry of a repeated field is never null, the schema says it may be';
    if (!isNonNullType(type)) return 'a repeated field is never null, the schema says it may be';
  } else if (isReference) {
    // Another subgraph may not know what it leads to, or be down.
    if (isNonNullType(type)) return 'what another subgraph answers may be null, the schema says it is not';
  } else if (field.presence === 'optional' && isNonNullType(type)) {
    return 'it is optional in the proto, and never null in the schema';
  } else if (field.presence === 'always there' && !isNonNullType(type) && field.name !== REQUEST_ID) {
    return 'it is not optional in the proto, and may be null in the schema';
  }
  const fits = isReference || typesOf(sides, field).includes(named.name) || isEnumOf(sides, type, field);
  return fits ? undefined : `the proto says ${field.type}, the schema ${named.name}`;
}

/** Empty stands for none: https://google.aip.dev/155. */
const REQUEST_ID = 'request_id';

/** The types that can show a field: scalars as platform/graphql turns them, and the types that have the message. */
function typesOf(sides: Sides, { type }: ProtoField): string[] {
  const shown = Object.values(sides.schema.getTypeMap()).filter((each) => messageOf(sides, each)?.name === type);
  return [...(SCALARS[type] ?? []), ...shown.map(({ name }) => name)];
}

const SCALARS: Record<string, string[]> = {
  string: ['String', 'ID'],
  bool: ['Boolean'],
  int32: ['Int'],
  uint32: ['Int'],
  // More than an Int can hold.
  int64: ['String'],
  uint64: ['String'],
  double: ['Float'],
  float: ['Float'],
  'google.protobuf.Timestamp': ['DateTime'],
  // A rounded view, or with a currency beside it an input.
  'commerce.type.v1.Money': ['Money', 'Float', 'String'],
};

function isEnumOf({ mapping }: Sides, type: GraphQLType, field: ProtoField): boolean {
  const named = getNamedType(type);
  return isEnumType(named) && (mapping.messages[named.name] ?? named.name) === field.type;
}

function isEntity({ schema }: Sides, name: string): boolean {
  const type = schema.getType(name);
  return isObjectType(type) && entityKeys(type).length > 0;
}
