import { getNamedType, type GraphQLNamedType, type GraphQLSchema, isAbstractType } from 'graphql';
import type { Requirement } from './requirement.ts';
import type { TypeRequirements } from './type-requirements.ts';

/** What a field asks for: all of these, and of what its value can be one at least. */
export interface FieldRequirements {
  all: readonly Requirement[];
  /** By the type of the value, where it has several; empty where nothing more is asked for. */
  oneOf: readonly (readonly Requirement[])[];
}

/** @returns what a field of an object type asks for: what stands at it, at the type that has it, and at that of its value. */
export function fieldRequirements(
  required: TypeRequirements,
  apiSchema: GraphQLSchema,
): (type: GraphQLNamedType, field: string) => FieldRequirements {
  const fields = new Map<string, FieldRequirements>();
  return (type, field) => {
    const coordinate = `${type.name}.${field}`;
    const known = fields.get(coordinate) ?? find(required, apiSchema, type, field);
    fields.set(coordinate, known);
    return known;
  };
}

function find(
  required: TypeRequirements,
  apiSchema: GraphQLSchema,
  type: GraphQLNamedType,
  name: string,
): FieldRequirements {
  const of = (coordinate: string) => required.get(coordinate) ?? [];
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  const own = [...of(type.name), ...of(`${type.name}.${name}`)];
  const value = field && getNamedType(field.type);
  if (!value) return { all: own, oneOf: [] };
  if (!isAbstractType(value)) return { all: [...own, ...of(value.name)], oneOf: [] };
  const values = apiSchema.getPossibleTypes(value).map((possible) => of(possible.name));
  return { all: own, oneOf: values.some((one) => one.length === 0) ? [] : values };
}
