import {
  getNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import type { Random } from './random.ts';

/** Objects with all the fields of a type: mostly what the schema says, and sometimes what a resolver must not give. */
export function oddObject(random: Random, schema: GraphQLSchema, type: GraphQLObjectType, depth: number): object {
  const entries = Object.values(type.getFields()).map(({ name, type: fieldType }) => [
    name,
    perhapsLater(random, () => oddValue(random, schema, fieldType, depth)),
  ]);
  return {
    __typename: random.often(97) ? type.name : random.pick(['Nobody', 'Color', 'Query', 7]),
    ...Object.fromEntries(entries),
  };
}

/** The value, or a function that gives it, later, or fails: as often as it is asked, for two executions. */
function perhapsLater(random: Random, make: () => unknown): unknown {
  const kind = random.below(20);
  const value = make();
  if (kind === 0) return () => Promise.reject(new Error('It failed later.'));
  if (kind === 1) {
    return () => {
      throw new Error('It failed.');
    };
  }
  if (kind === 2) return () => new RangeError('It is an error.');
  if (kind === 3) return null;
  if (kind === 4) return undefined;
  if (kind < 9) return () => Promise.resolve(value);
  if (kind < 12) return () => value;
  return value;
}

function oddValue(random: Random, schema: GraphQLSchema, type: GraphQLOutputType, depth: number): unknown {
  if (isNonNullType(type)) return oddValue(random, schema, type.ofType, depth);
  if (random.often(3)) return random.pick<unknown>(['bad', 1.5, {}, [], null]);
  if (isListType(type)) {
    const items = Array.from({ length: random.below(4) }, () => {
      if (random.often(6)) return null;
      if (random.often(5)) return new Error('It is an error in a list.');
      if (random.often(3)) return FAILS_LATER;
      const item = oddValue(random, schema, type.ofType, depth);
      return random.often(8) ? Promise.resolve(item) : item;
    });
    return random.often(10) ? new Set(items) : items;
  }
  const named = getNamedType(type);
  if (isObjectType(named)) return depth === 0 ? null : oddObject(random, schema, named, depth - 1);
  if (isAbstractType(named)) {
    const of = random.pick(schema.getPossibleTypes(named) as [GraphQLObjectType]);
    return depth === 0 ? null : oddObject(random, schema, of, depth - 1);
  }
  return LEAVES[named.name]?.(random);
}

/** A promise, as far as graphql-js looks, that nobody has to wait for. */
const FAILS_LATER: PromiseLike<unknown> = {
  // oxlint-disable-next-line unicorn/no-thenable -- It is to be one.
  then: (use, fail) => Promise.reject(new Error('An entry failed later.')).then(use, fail),
};

const LEAVES: Record<string, (random: Random) => unknown> = {
  ID: (random) => random.pick(['a', 7, 'b']),
  String: (random) => random.pick(['text', '', 7, true]),
  Int: (random) => random.pick([0, 7, '8', 2 ** 40]),
  Color: (random) => random.pick(['RED', 'GREEN', 'BLUE']),
  Odd: (random) => random.pick(['odd', 'bad', 'nothing', { deep: [1] }]),
};
