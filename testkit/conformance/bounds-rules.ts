import {
  getNamedType,
  getNullableType,
  GraphQLID,
  type GraphQLInputType,
  GraphQLInt,
  GraphQLString,
  isInputObjectType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import type { SchemaRule } from './schema-rule.ts';
import { fieldsOf, type SubgraphSchema } from './subgraph-schema.ts';

/** What a client may send: a core bounds every number, text and list that it takes, and refuses or cuts down what is beyond. */
export const boundsRules: readonly SchemaRule[] = [
  {
    says: 'an argument or a field of an input says what it may be',
    problemsOf: (schema) =>
      givenIn(schema)
        .filter(({ type, description }) => isBounded(type) && !BOUNDS.test(description ?? ''))
        .map(
          ({ coordinate }) =>
            `${coordinate}: say in its description what the core takes: a number ("1 to 200 characters"), a UUID, a cursor.`,
        ),
  },
];

/** Numbers, and forms that have their own bounds. */
const BOUNDS = /\d|\bUUIDs?\b|\bcursor\b/;

function isBounded(type: GraphQLInputType): boolean {
  const [value, named] = [getNullableType(type), getNamedType(type)];
  return isListType(value) || named === GraphQLInt || named === GraphQLString || named === GraphQLID;
}

/** All that a client gives: arguments, and the fields of inputs. */
function givenIn({ types }: SubgraphSchema) {
  return types.flatMap((parent) => {
    if (isInputObjectType(parent)) {
      return Object.values(parent.getFields()).map((field) => ({
        ...field,
        coordinate: `${parent.name}.${field.name}`,
      }));
    }
    if (!isObjectType(parent) && !isInterfaceType(parent)) return [];
    return fieldsOf(parent)
      .filter(({ name }) => !name.startsWith('_'))
      .flatMap(({ name, args }) => args.map((arg) => ({ ...arg, coordinate: `${parent.name}.${name}(${arg.name}:)` })));
  });
}
