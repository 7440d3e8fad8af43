import { entityKeys } from '@commerce/platform/graphql/entity-keys';
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
import { gap, messageOf, placeOf, protoName, type Sides } from './sides.ts';

/** The fields of each type against those of its message, and the values of each enum, both ways. */
export function compareTypes(sides: Sides): Finding[] {
  return Object.values(sides.schema.getTypeMap()).flatMap((type) => {
    if (sides.mapping.unmapped[type.name] !== undefined || SHARED.test(type.name)) return [];
    if (isEnumType(type)) return compareEnum(sides, type);
    if (isRoot(type.name)) return [];
    const message = messageOf(sides, type);
    if (isInputObjectType(type)) return message ? compareFields(sides, type, message) : [];
    if (!isObjectType(type)) return [];
    return message ? compareFields(sides, type, message) : compareStub(sides, type);
  });
}

/** Shapes of every domain, which platform makes, and what GraphQL and federation add. */
const SHARED = /^(_.*|link__.*|federation__.*|Money|PageInfo|PaginationInput|.*Connection|.*Edge)$/;

function isRoot(name: string): boolean {
  return name === 'Query' || name === 'Mutation';
}

function compareFields(
  sides: Sides,
  type: GraphQLObjectType | GraphQLInputObjectType,
  message: ProtoMessage,
): Finding[] {
  const { mapping } = sides;
  const seen = new Set<string>();
  const inSchema = Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const coordinate = `${type.name}.${name}`;
    if (coordinate in mapping.unmapped || coordinate in mapping.rpcs) return [];
    const wanted = protoName(sides, coordinate);
    const field = message.fields.find((each) => each.name === wanted);
    const places = placeOf(sides, coordinate);
    if (!field) {
      const says = `${coordinate} is in the schema; the proto has no ${message.name}.${wanted}`;
      return [gap(sides, says, [...places, message.place])];
    }
    seen.add(field.name);
    const reason = misfit(sides, fieldType, field);
    if (reason === undefined) return [];
    return [gap(sides, `${coordinate} and ${message.name}.${field.name}: ${reason}`, [...places, field.place])];
  });
  return [...inSchema, ...unseen(sides, message, seen, type.name, placeOf(sides, type.name))];
}

/** What a message has and the schema does not show. */
export function unseen(
  sides: Sides,
  message: ProtoMessage,
  seen: ReadonlySet<string>,
  shownBy: string,
  places: readonly string[],
): Finding[] {
  const isLeft = ({ name }: ProtoField) => !seen.has(name) && !(`${message.name}.${name}` in sides.mapping.unmapped);
  return message.fields
    .filter(isLeft)
    .map(({ name, place }) =>
      gap(sides, `${message.name}.${name} is in the proto; ${shownBy} has nothing for it in the schema`, [
        place,
        ...places,
      ]),
    );
}

/** A type without a message: another subgraph owns it, so that only its key and what RPCs answer may stand here. */
function compareStub(sides: Sides, type: GraphQLObjectType): Finding[] {
  const { mapping } = sides;
  const keys = new Set(entityKeys(type).flatMap(({ fields }) => fields.map(({ name }) => name)));
  return Object.values(type.getFields())
    .map(({ name }) => ({ coordinate: `${type.name}.${name}`, name }))
    .filter(({ coordinate, name }) => !keys.has(name) && !(coordinate in { ...mapping.rpcs, ...mapping.unmapped }))
    .map(({ coordinate }) =>
      gap(
        sides,
        `${coordinate} is in the schema; the proto has no message ${type.name}, and no RPC is declared for the field`,
        placeOf(sides, coordinate),
      ),
    );
}
