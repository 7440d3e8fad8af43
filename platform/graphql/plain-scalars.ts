import { type GraphQLScalarType, type GraphQLSchema, isScalarType, isSpecifiedScalarType } from 'graphql';
import { parseJson, writeJson } from '../values/json.ts';

/**
 * Has the schema's own scalars give what a client that reads JSON would get: no dates, and no objects that a resolver holds,
 * too. Whoever merges two answers changes them.
 *
 * @returns the schema itself.
 */
export function withPlainScalars(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isScalarType(type) && !isSpecifiedScalarType(type)) makePlain(type);
  }
  return schema;
}

function makePlain(type: GraphQLScalarType): void {
  const serialize = type.serialize.bind(type);
  type.serialize = (value) => plain(serialize(value));
}

function plain(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value) || value == null) return value;
  return parseJson(writeJson(value));
}
