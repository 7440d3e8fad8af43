import {
  getNullableType,
  GraphQLID,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/**
 * Gives the integers in a variable that a number cannot hold as its type takes them: to a scalar of a schema's own as
 * BigInts, to an ID as a text of the same digits, and to all else as numbers, which they were without it.
 */
export function toTyped(value: unknown, type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const itemType: GraphQLInputType = nullable.ofType;
    return Array.isArray(value) ? value.map((item: unknown) => toTyped(item, itemType)) : toTyped(value, itemType);
  }
  if (isInputObjectType(nullable) && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const fields = nullable.getFields();
    return Object.fromEntries(
      Object.entries(value).map(([name, entry]) => {
        const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
        return [name, field ? toTyped(entry, field.type) : entry];
      }),
    );
  }
  if (typeof value !== 'bigint') return value;
  if (nullable === GraphQLID) return String(value);
  return isScalarType(nullable) && !isSpecifiedScalarType(nullable) ? value : Number(value);
}
