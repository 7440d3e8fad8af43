import { isEnumType, isInputObjectType } from 'graphql';
import type { SchemaRule } from './schema-rule.ts';
import { membersOf } from './subgraph-schema.ts';

/** How things are called. */
export const namingRules: readonly SchemaRule[] = [
  {
    says: 'types are in PascalCase',
    problemsOf: ({ types }) =>
      types
        .filter(({ name }) => !/^[A-Z][A-Za-z0-9]*$/.test(name))
        .map(({ name }) => `${name}: write it in PascalCase, such as OrderStatus.`),
  },
  {
    says: 'fields and arguments are in camelCase',
    problemsOf: ({ types }) =>
      types
        .flatMap(membersOf)
        .filter(({ name }) => !/^[a-z][A-Za-z0-9]*$/.test(name))
        .map(({ coordinate }) => `${coordinate}: write it in camelCase, such as totalPrice.`),
  },
  {
    says: 'enum values are in UPPER_CASE',
    problemsOf: ({ types }) =>
      types
        .filter(isEnumType)
        .flatMap((type) => type.getValues().map(({ name }) => ({ name, coordinate: `${type.name}.${name}` })))
        .filter(({ name }) => !/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name))
        .map(({ coordinate }) => `${coordinate}: write it in UPPER_CASE, such as IN_TRANSIT.`),
  },
  {
    says: 'inputs, and they alone, end in Input',
    problemsOf: ({ types }) =>
      types.flatMap((type) => {
        if (isInputObjectType(type) === type.name.endsWith('Input')) return [];
        return isInputObjectType(type)
          ? [`${type.name}: call it ${type.name}Input.`]
          : [`${type.name}: it is no input; find a name that does not end in Input.`];
      }),
  },
];
