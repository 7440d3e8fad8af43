import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { type GraphQLObjectType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { Finding } from '../finding.ts';
import { compareEnum } from './compare-enum.ts';
import { compareFields } from './compare-fields.ts';
import { gap, messageOf, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/** Compares the fields of each type with those of its message, and the values of each enum, both ways. */
export function compareTypes(both: SchemaAndProto): Finding[] {
  return Object.values(both.schema.getTypeMap()).flatMap((type) => {
    if (both.mapping.unmapped[type.name] !== undefined || SHARED.test(type.name)) return [];
    if (isEnumType(type)) return compareEnum(both, type);
    if (isRoot(type.name) || !(isObjectType(type) || isInputObjectType(type))) return [];
    const message = messageOf(both, type);
    if (!message) return isObjectType(type) ? compareStub(both, type) : [];
    const fields = Object.values(type.getFields());
    const inSchema = fields.map((field) => ({ coordinate: `${type.name}.${field.name}`, type: field.type }));
    return compareFields(both, inSchema, message, type.name);
  });
}

/** Types that no message stands behind: platform makes them for every domain, or GraphQL, federation or what a schema links does. */
const SHARED = /^(_.*|[a-z]+__.*|Money|PageInfo|PaginationInput|.*Connection|.*Edge)$/;

function isRoot(name: string): boolean {
  return name === 'Query' || name === 'Mutation';
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
