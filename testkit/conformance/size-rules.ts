import {
  type FieldDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  isInterfaceType,
  isListType,
  isObjectType,
  valueFromASTUntyped,
} from 'graphql';
import type { SchemaRule } from './schema-rule.ts';
import { fieldsOf, located, type SubgraphSchema } from './subgraph-schema.ts';

/** What the router reads before it fetches: how long a list may be (https://ibm.github.io/graphql-specs/cost-spec.html). */
export const sizeRules: readonly SchemaRule[] = [
  {
    says: 'a list says how long it may be',
    problemsOf(schema) {
      const fields = allFields(schema);
      return fields
        .filter(({ field }) => isListType(getNullableType(field.type)) && !listSizeOf(field))
        .filter(({ field, parent }) => !isSizedAbove(field.name, parent, fields))
        .map(({ coordinate }) => `${coordinate}: add @listSize(assumedSize: …), the most that it can have.`);
    },
  },
];

function allFields({ types }: SubgraphSchema) {
  return types
    .filter((type) => isObjectType(type) || isInterfaceType(type))
    .flatMap((type) => located(type.name, fieldsOf(type)).map((field) => ({ ...field, parent: type.name })))
    .filter(({ field }) => !field.name.startsWith('_'));
}

/** Does every field that leads to its type say how long the list in it is? */
function isSizedAbove(list: string, parent: string, fields: ReturnType<typeof allFields>): boolean {
  const leading = fields.filter(({ field }) => getNamedType(field.type).name === parent);
  return leading.length > 0 && leading.every(({ field }) => sizedFields(listSizeOf(field)).includes(list));
}

type Directive = NonNullable<FieldDefinitionNode['directives']>[number];

function listSizeOf({ astNode }: GraphQLField<unknown, unknown>): Directive | undefined {
  return astNode?.directives?.find(({ name }) => /^(federation__)?listSize$/.test(name.value));
}

function sizedFields(directive: Directive | undefined): unknown[] {
  const argument = directive?.arguments?.find(({ name }) => name.value === 'sizedFields');
  const value: unknown = argument && valueFromASTUntyped(argument.value);
  return Array.isArray(value) ? value : [];
}
