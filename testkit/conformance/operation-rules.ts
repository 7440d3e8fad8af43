import { type GraphQLField, getNamedType, isNonNullType } from 'graphql';
import type { SchemaRule } from './schema-rule.ts';
import { located, type SubgraphSchema } from './subgraph-schema.ts';

/** Queries and mutations. */
export const operationRules: readonly SchemaRule[] = [
  {
    says: 'root fields are nullable',
    problemsOf: (schema) =>
      rootFields(schema)
        .filter(({ field }) => isNonNullType(field.type))
        .map(
          ({ coordinate }) =>
            `${coordinate}: remove the ! at the end of its type; a subgraph that is down must not cost the whole response.`,
        ),
  },
  {
    says: 'root fields have a description',
    problemsOf: (schema) =>
      rootFields(schema)
        .filter(({ field }) => !field.description?.trim())
        .map(({ coordinate }) => `${coordinate}: say in a description what it gives or does, and when it is null.`),
  },
  {
    says: 'mutations begin with a verb',
    problemsOf: ({ mutations, types }) => {
      const nouns = new Set(types.map(({ name }) => name.toLowerCase()));
      return mutations
        .filter(({ name }) => {
          const [, first = '', rest] = /^([a-z]+)(.*)$/.exec(name) ?? [];
          return !rest || nouns.has(first);
        })
        .map(({ name }) => `Mutation.${name}: begin with what it does and go on with to what, as createOrder does.`);
    },
  },
  {
    says: 'mutations give an entity',
    problemsOf: ({ mutations, entities }) =>
      mutations
        .filter((field) => !entities.some(({ type }) => type === field.type || type === getNamedType(field.type)))
        .map(
          ({ name, type }) =>
            `Mutation.${name}: return the type with a key that it changes, and not ${String(type)}; a client reads what it changed in the same request.`,
        ),
  },
  {
    says: 'a mutation takes an idempotencyKey',
    problemsOf: ({ mutations }) => lacking(mutations, /^/, 'idempotencyKey', 'String', 'repeat it safely'),
  },
  {
    says: 'an idempotencyKey has a description',
    problemsOf: ({ mutations }) =>
      mutations
        .filter(({ args }) => args.some(({ name, description }) => name === 'idempotencyKey' && !description?.trim()))
        .map(
          ({ name }) =>
            `Mutation.${name}: say in a description of idempotencyKey what a repetition does, and for how long keys are kept.`,
        ),
  },
  {
    says: 'an updating mutation takes an expectedVersion',
    problemsOf: ({ mutations }) =>
      lacking(mutations, /^update[A-Z]/, 'expectedVersion', 'Int', "be sure to overwrite nobody's change"),
  },
];

function rootFields({ queries, mutations }: SubgraphSchema) {
  return [...located('Query', queries), ...located('Mutation', mutations)];
}

function lacking(
  mutations: readonly GraphQLField<unknown, unknown>[],
  names: RegExp,
  argument: string,
  type: string,
  purpose: string,
): string[] {
  return mutations
    .filter(({ name }) => names.test(name))
    .filter(({ args }) => !args.some((arg) => arg.name === argument && String(arg.type) === type))
    .map(({ name }) => `Mutation.${name}: add the argument ${argument}: ${type}, so that a client can ${purpose}.`);
}
