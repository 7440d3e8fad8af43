import type { GraphQLEnumType } from 'graphql';
import type { Finding } from '../finding.ts';
import { gap, placeOf, type Sides, toSnake } from './sides.ts';

/** The values of an enum against those of the proto's, both ways. */
export function compareEnum(sides: Sides, type: GraphQLEnumType): Finding[] {
  const { proto, mapping } = sides;
  const name = mapping.messages[type.name] ?? type.name;
  const counterpart = proto.enums.get(name);
  const places = placeOf(sides, type.name);
  if (!counterpart) return [gap(sides, `enum ${type.name} is in the schema; the proto has no enum ${name}`, places)];
  const prefix = `${toSnake(name).toUpperCase()}_`;
  const inProto = new Map(counterpart.values.map((value) => [value.name.replace(prefix, ''), value] as const));
  const both = [...places, counterpart.place];
  return [
    ...type
      .getValues()
      .filter((value) => !inProto.has(value.name) && !(`${type.name}.${value.name}` in mapping.unmapped))
      .map((value) =>
        gap(sides, `${type.name}.${value.name} is in the schema; the proto has no ${prefix}${value.name}`, both),
      ),
    ...[...inProto]
      // Zero stands for a value that is not set: https://protobuf.dev/best-practices/dos-donts/#unspecified-enum.
      .filter(
        ([value, { number }]) =>
          number !== 0 && !type.getValue(value) && !(`${name}.${prefix}${value}` in mapping.unmapped),
      )
      .map(([value]) => gap(sides, `${prefix}${value} is in the proto; the schema has no ${type.name}.${value}`, both)),
  ];
}
