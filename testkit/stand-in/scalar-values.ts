import { type GraphQLLeafType, isEnumType } from 'graphql';
import { madeUpDate, madeUpDecimal, madeUpId, madeUpInteger, madeUpText } from './made-up.ts';

/**
 * A value of a leaf type, as its serializer takes it: of an enum the first, of a scalar one that is valid for what its
 * name says, else a text.
 *
 * @param owner the type whose field it is.
 */
export function scalarValue(type: GraphQLLeafType, seed: string, owner: string, field: string): unknown {
  if (isEnumType(type)) return type.getValues()[0]?.value;
  // In the SDL: the type itself has its implementation's name, such as DateTimeISO.
  const name = type.astNode?.name.value ?? type.name;
  return SCALARS[name]?.(seed) ?? madeUpText(seed, owner, field);
}

const SCALARS: Record<string, (seed: string) => unknown> = {
  ID: madeUpId,
  UUID: madeUpId,
  Int: madeUpInteger,
  Float: (seed) => Number(madeUpDecimal(seed)),
  Boolean: () => false,
  Decimal: madeUpDecimal,
  BigInt: (seed) => String(madeUpInteger(seed)),
  Long: (seed) => String(madeUpInteger(seed)),
  DateTime: madeUpDate,
  Date: (seed) => madeUpDate(seed).toISOString().slice(0, 10),
  Time: (seed) => madeUpDate(seed).toISOString().slice(11),
  URL: (seed) => `https://example.com/${madeUpId(seed)}`,
  EmailAddress: (seed) => `${madeUpId(seed)}@example.com`,
  JSON: () => ({}),
};
