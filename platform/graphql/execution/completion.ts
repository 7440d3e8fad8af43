import {
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLNonNull,
  type GraphQLNullableType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { CompiledField, Complete } from './compiled.ts';
import { coordinateOf } from './coordinate.ts';
import { executeFields } from './execute-fields.ts';
import { failedAt } from './failed-at.ts';
import { isPromise, type Place, type Run } from './run.ts';
import { resolvedType, runtimeType } from './runtime-type.ts';

/** @returns how values of a type are completed: one function for all fields that have it. */
export function completion(type: GraphQLOutputType): Complete {
  const before = known.get(type);
  if (before) return before;
  const complete = isNonNullType(type) ? nonNullCompletion(type) : nullableCompletion(type);
  known.set(type, complete);
  return complete;
}

const known = new WeakMap<GraphQLOutputType, Complete>();

function nonNullCompletion(type: GraphQLNonNull<GraphQLNullableType & GraphQLOutputType>): Complete {
  const complete = completion(type.ofType);
  return (run, field, value, place) => {
    const completed = complete(run, field, value, place);
    if (completed !== null) return completed;
    throw new Error(`Cannot return null for non-nullable field ${coordinateOf(field)}.`);
  };
}

function nullableCompletion(type: GraphQLOutputType): Complete {
  const complete = valueCompletion(type);
  return (run, field, value, place) => {
    if (value instanceof Error) throw value;
    return value == null ? null : complete(run, field, value, place);
  };
}

function valueCompletion(type: GraphQLOutputType): Complete {
  if (isListType(type)) return listCompletion(type);
  if (isLeafType(type)) return (_run, _field, value) => serialized(type, value);
  if (isAbstractType(type)) return abstractCompletion(type);
  const object = type as GraphQLObjectType;
  return (run, field, value, place) => executeFields(run, field.fieldsOf(object), value, place);
}

function abstractCompletion(type: GraphQLAbstractType): Complete {
  return (run, field, value, place) => {
    const complete = (name: unknown) =>
      executeFields(run, field.fieldsOf(runtimeType(run, field, type, value, name)), value, place);
    const name = resolvedType(run, field, type, value, place);
    // In one step when it comes later: in two, errors would have another order than graphql-js gives them.
    return isPromise(name) ? name.then(complete) : complete(name);
  };
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const result: unknown = type.serialize(value);
  if (result != null) return result;
  const call = `${inspect(type)}.serialize(${inspect(value)})`;
  throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(result)}`);
}

function listCompletion({ ofType: itemType }: GraphQLList<GraphQLOutputType>): Complete {
  const complete = completion(itemType);
  const isLeaf = isLeafType(getNullableType(itemType));

  function completeItem(
    run: Run,
    field: CompiledField,
    item: unknown,
    own: Place | undefined,
    list: Place | undefined,
    index: number,
  ): unknown {
    try {
      const result = isPromise(item)
        ? item.then((found) => complete(run, field, found, own))
        : complete(run, field, item, own);
      if (!isPromise(result)) return result;
      return result.then(undefined, (thrown: unknown) =>
        failedAt(run, field.nodes, itemType, own ?? placeOf(index, list), thrown),
      );
    } catch (thrown) {
      return failedAt(run, field.nodes, itemType, own ?? placeOf(index, list), thrown);
    }
  }

  return (run, field, value, place) => {
    const completed: unknown[] = [];
    let waits = false;
    if (!isIterable(value)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${coordinateOf(field)}".`);
    }
    try {
      for (const item of value) {
        const itemPlace = isLeaf ? undefined : placeOf(completed.length, place);
        const result = completeItem(run, field, item, itemPlace, place, completed.length);
        completed.push(result);
        waits ||= isPromise(result);
      }
    } catch (thrown) {
      // Nobody waits for those before it any more: if they fail, that must not end the process.
      if (waits) void Promise.allSettled(completed);
      throw thrown;
    }
    return waits ? Promise.all(completed) : completed;
  };
}

function placeOf(index: number, list: Place | undefined): Place {
  return { prev: list, key: index, typename: undefined };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Symbol.iterator in value &&
    typeof value[Symbol.iterator] === 'function'
  );
}
