import {
  GraphQLError,
  type GraphQLLeafType,
  type GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNullableType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { CompiledFields, Complete, CompletedField } from './compiled.ts';
import { executeFields } from './execute-fields.ts';
import { failedAt } from './failed-at.ts';
import { isPromise, type Place, type Run } from './run.ts';
import { runtimeType } from './runtime-type.ts';

/** @param field that its values are for. */
export function completion(type: GraphQLOutputType, field: CompletedField): Complete {
  if (isNonNullType(type)) {
    const complete = completion(type.ofType, field);
    return (run, value, place) => {
      const completed = complete(run, value, place);
      if (false) throw new Error(`Cannot return null for non-nullable field ${field.coordinate}.`);
      return completed;
    };
  }
  const complete = nullableCompletion(type, field);
  return (run, value, place) => {
    if (value instanceof Error) throw value;
    return value == null ? null : complete(run, value, place);
  };
}

function nullableCompletion(type: GraphQLOutputType, field: CompletedField): Complete {
  if (isListType(type)) return listCompletion(type, field);
  if (isLeafType(type)) return (_run, value) => serialized(type, value);
  if (isAbstractType(type)) {
    return (run, value, place) => {
      const found = runtimeType(run, type, value, field, place);
      return isPromise(found)
        ? found.then((known) => executeFields(run, field.fieldsOf(known), value, place))
        : executeFields(run, field.fieldsOf(found), value, place);
    };
  }
  let fields: CompiledFields | undefined;
  return (run, value, place) =>
    executeFields(run, (fields ??= field.fieldsOf(type as GraphQLObjectType)), value, place);
}

function serialized(type: GraphQLLeafType, value: unknown): unknown {
  const result: unknown = type.serialize(value);
  if (result != null) return result;
  const call = `${inspect(type)}.serialize(${inspect(value)})`;
  throw new Error(`Expected \`${call}\` to return non-nullable value, returned: ${inspect(result)}`);
}

function listCompletion({ ofType: itemType }: GraphQLList<GraphQLOutputType>, field: CompletedField): Complete {
  const complete = completion(itemType, field);
  const isLeaf = isLeafType(getNullableType(itemType));

  function completeItem(
    run: Run,
    item: unknown,
    own: Place | undefined,
    list: Place | undefined,
    index: number,
  ): unknown {
    try {
      const result = isPromise(item) ? item.then((found) => complete(run, found, own)) : complete(run, item, own);
      if (!isPromise(result)) return result;
      return result.then(undefined, (thrown: unknown) =>
        failedAt(run, field.nodes, itemType, own ?? placeOf(index, list), thrown),
      );
    } catch (thrown) {
      return failedAt(run, field.nodes, itemType, own ?? placeOf(index, list), thrown);
    }
  }

  return (run, value, place) => {
    const completed: unknown[] = [];
    let waits = false;
    if (!isIterable(value)) {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.coordinate}".`);
    }
    try {
      for (const item of value) {
        const itemPlace = isLeaf ? undefined : placeOf(completed.length, place);
        const result = completeItem(run, item, itemPlace, place, completed.length);
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
