import { toSnakeCase } from '@commerce/platform/values/snake-case';
import type { GraphQLEnumType } from 'graphql';
import type { Finding } from '../finding.ts';
import { placeInProto } from './read-protos.ts';
import { gap, placeOf, type SchemaAndProto } from './schema-and-proto.ts';

/** Compares the values of an enum with those of the proto's, both ways. */
export function compareEnum(both: SchemaAndProto, type: GraphQLEnumType): Finding[] {
  const { proto, mapping } = both;
  const name = mapping.messages[type.name] ?? type.name;
  const counterpart = proto.enums.get(name);
  const places = placeOf(both, type.name);
  if (!counterpart) return [gap(both, `enum ${type.name} is in the schema; the proto has no enum ${name}`, places)];
  const prefix = `${toSnakeCase(name).toUpperCase()}_`;
  const inProto = new Map(counterpart.values.map((value) => [value.name.replace(prefix, ''), value] as const));
  const everywhere = [...places, placeInProto(counterpart)];
  return [
    ...type
      .getValues()
      .filter((value) => !inProto.has(value.name) && !(`${type.name}.${value.name}` in mapping.unmapped))
      .map((value) =>
        gap(both, `${type.name}.${value.name} is in the schema; the proto has no ${prefix}${value.name}`, everywhere),
      ),
    ...[...inProto]
      // Zero stands for a value that is not set: https://protobuf.dev/best-practices/dos-donts/#unspecified-enum.
      .filter(
        ([value, { number }]) =>
          number !== 0 && !type.getValue(value) && !(`${name}.${prefix}${value}` in mapping.unmapped),
      )
      .map(([value]) =>
        gap(both, `${prefix}${value} is in the proto; the schema has no ${type.name}.${value}`, everywhere),
      ),
  ];
}
