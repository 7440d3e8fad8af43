import {
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { entityKeys } from '@commerce/platform/graphql/entity-keys';
import { seedOfEntity } from './entity-seed.ts';
import { LIST_LENGTH } from './made-up.ts';
import { scalarValue } from './scalar-values.ts';

/** An object of a stand-in's answer: its fields are made when they are asked for. */
export interface MadeUpObject {
  __typename: string;
  /** What its values are made from. */
  seed: string;
  /** Values that are not made up, by the names of their fields. */
  known: Readonly<Record<string, unknown>>;
  /** Is called before each field that is not known. */
  before?: () => Promise<void>;
}

/** @param given values by name; those that fit a field are the field's. */
export function madeUpObject(type: GraphQLObjectType, seed: string, given: object): MadeUpObject {
  const known = fitting(type, given);
  const keySeed = seedOfEntity(type, known);
  if (keySeed !== undefined) return { __typename: type.name, seed: keySeed, known };
  // What no key names gets one, so that it is the same when it is asked for by it.
  const fields = type.getFields();
  const [key] = entityKeys(type);
  const completed = { ...known };
  for (const { name } of key?.fields ?? []) {
    const field = fields[name];
    const leaf = field && (isNonNullType(field.type) ? field.type.ofType : field.type);
    if (isLeafType(leaf)) completed[name] ??= scalarValue(leaf, `${type.name} ${seed}.${name}`, type.name, name);
  }
  return { __typename: type.name, seed: seedOfEntity(type, completed) ?? seed, known: completed };
}

/** A value and what it is made from. */
export interface Making {
  schema: GraphQLSchema;
  seed: string;
  /** Whose field it is. */
  owner: string;
  field: string;
  /** The value, or values for the fields of the objects in it. */
  given: unknown;
}

/** A value of any type, as graphql-js resolves it further. */
export function madeUpValue(type: GraphQLOutputType, making: Making): unknown {
  const { schema, seed, owner, field, given } = making;
  if (isNonNullType(type)) return madeUpValue(type.ofType, making);
  if (isListType(type)) {
    const entries = Array.isArray(given) ? given : Array.from({ length: lengthOf(type.ofType, given) }, () => given);
    return entries.map((entry: unknown, index) =>
      madeUpValue(type.ofType, { ...making, seed: `${seed}.${index}`, given: entry }),
    );
  }
  if (isLeafType(type)) return fits(type, given) ? given : scalarValue(type, seed, owner, field);
  const values = typeof given === 'object' && given !== null ? given : {};
  if (!isAbstractType(type)) return madeUpObject(type, seed, values);
  const asked = '__typename' in values ? values.__typename : undefined;
  const possible = schema.getPossibleTypes(type);
  const concrete = possible.find(({ name }) => name === asked) ?? possible[0];
  return concrete ? madeUpObject(concrete, seed, values) : null;
}

/** Who asks for a list by a key asks for one entity. */
function lengthOf(type: GraphQLOutputType, given: unknown): number {
  const entry = isNonNullType(type) ? type.ofType : type;
  const isAsked =
    'getFields' in entry && !isAbstractType(entry) && typeof given === 'object' && given !== null
      ? seedOfEntity(entry, given) !== undefined
      : false;
  return isAsked ? 1 : LIST_LENGTH;
}

function fitting(type: GraphQLObjectType, given: object): Record<string, unknown> {
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field !== undefined && fits(field.type, value);
    }),
  );
}

/** Can a field of this type have the value? Both may have the same name and mean something else. */
function fits(type: GraphQLOutputType, value: unknown): boolean {
  if (isNonNullType(type)) return fits(type.ofType, value);
  if (value === undefined || value === null) return false;
  if (isListType(type)) return Array.isArray(value) && value.every((entry) => fits(type.ofType, entry));
  if (!isLeafType(type)) return typeof value === 'object' && !Array.isArray(value);
  try {
    type.serialize(value);
    return true;
  } catch {
    return false;
  }
}
