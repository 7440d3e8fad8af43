import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { protoName } from '@commerce/platform/graphql/mapping';
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  isEnumType,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Finding } from '../finding.ts';
import { compareEnum } from './compare-enum.ts';
import { misfit } from './fits.ts';
import type { ProtoField, ProtoMessage } from './read-protos.ts';
import { gap, messageOf, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/** Compares the fields of each type with those of its message, and the values of each enum, both ways. */
export function compareTypes(both: SchemaAndProto): Finding[] {
  return Object.values(both.schema.getTypeMap()).flatMap((type) => {
    if (both.mapping.unmapped[type.name] !== undefined || SHARED.test(type.name)) return [];
    if (isEnumType(type)) return compareEnum(both, type);
    if (isRoot(type.name)) return [];
    const message = messageOf(both, type);
    if (isInputObjectType(type)) return message ? compareFields(both, type, message) : [];
    if (!isObjectType(type)) return [];
    return message ? compareFields(both, type, message) : compareStub(both, type);
  });
}

/** Types that no message stands behind: platform makes them for every domain, or GraphQL and federation add them. */
const SHARED = /^(_.*|link__.*|federation__.*|Money|PageInfo|PaginationInput|.*Connection|.*Edge)$/;

function isRoot(name: string): boolean {
  return name === 'Query' || name === 'Mutation';
}

function compareFields(
  both: SchemaAndProto,
  type: GraphQLObjectType | GraphQLInputObjectType,
  message: ProtoMessage,
): Finding[] {
  const { mapping } = both;
  const seen = new Set<string>();
  const inSchema = Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const coordinate = `${type.name}.${name}`;
    if (coordinate in mapping.unmapped || coordinate in mapping.rpcs) return [];
    const wanted = protoName(both.mapping, coordinate);
    const field = message.fields.find((each) => each.name === wanted);
    const places = placeOf(both, coordinate);
    if (!field) {
      const says = `${coordinate} is in the schema; the proto has no ${message.name}.${wanted}`;
      return [gap(both, says, [...places, message.place])];
    }
    seen.add(field.name);
    const reason = misfit(both, fieldType, field);
    if (reason === undefined) return [];
    return [gap(both, `${coordinate} and ${message.name}.${field.name}: ${reason}`, [...places, field.place])];
  });
  return [...inSchema, ...unseen(both, message, seen, type.name, placeOf(both, type.name))];
}

/** Reports the fields of a message that the schema does not show. */
export function unseen(
  both: SchemaAndProto,
  message: ProtoMessage,
  seen: ReadonlySet<string>,
  shownBy: string,
  places: readonly string[],
): Finding[] {
  const isLeft = ({ name }: ProtoField) => !seen.has(name) && !(`${message.name}.${name}` in both.mapping.unmapped);
  return message.fields
    .filter(isLeft)
    .map(({ name, place }) =>
      gap(both, `${message.name}.${name} is in the proto; ${shownBy} has nothing for it in the schema`, [
        place,
        ...places,
      ]),
    );
}

/** Compares a type that another subgraph owns: it has no message, so it may have its key and fields that RPCs answer. */
function compareStub(both: SchemaAndProto, type: GraphQLObjectType): Finding[] {
  const { mapping } = both;
  const keys = new Set(entityKeys(type).flatMap(({ fields }) => fields.map(({ name }) => name)));
  return Object.values(type.getFields())
    .map(({ name }) => ({ coordinate: `${type.name}.${name}`, name }))
    .filter(({ coordinate, name }) => !keys.has(name) && !(coordinate in { ...mapping.rpcs, ...mapping.unmapped }))
    .map(({ coordinate }) =>
      gap(
        both,
        `${coordinate} is in the schema; the proto has no message ${type.name}, and no RPC is declared for the field`,
        placeOf(both, coordinate),
      ),
    );
}
