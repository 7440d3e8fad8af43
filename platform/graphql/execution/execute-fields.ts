import { getArgumentValues, type GraphQLResolveInfo, TypeNameMetaFieldDef } from 'graphql';
import type { CompiledField, CompiledFields } from './compiled.ts';
import { failedAt } from './failed-at.ts';
import { infoOf } from './resolve-info.ts';
import { isPromise, type Place, type Run } from './run.ts';

/**
 * Executes what is selected of an object (https://spec.graphql.org/September2025/#ExecuteSelectionSet()).
 *
 * @param source what its fields are resolved from.
 * @returns what the answer has of it: a promise where one of its fields has to wait.
 */
export function executeFields(
  run: Run,
  { fields }: CompiledFields,
  source: unknown,
  place: Place | undefined,
): Record<string, unknown> | Promise<Record<string, unknown>> {
  const results: Record<string, unknown> = {};
  let waits = false;
  try {
    for (const field of fields) {
      const result = executeField(run, field, source, place);
      results[field.responseName] = result;
      waits ||= isPromise(result);
    }
  } catch (error) {
    if (!waits) throw error;
    // What the others wait for may fail, too: that is for nobody, and must not end the process.
    return whenAllCame(results).finally(() => {
      throw error;
    });
  }
  return waits ? whenAllCame(results) : results;
}

async function whenAllCame(results: Record<string, unknown>): Promise<Record<string, unknown>> {
  const values = await Promise.all(Object.values(results));
  for (const [index, name] of Object.keys(results).entries()) results[name] = values[index];
  return results;
}

function executeField(run: Run, field: CompiledField, source: unknown, parent: Place | undefined): unknown {
  if (field.definition === TypeNameMetaFieldDef) return field.parentType.name;
  // A leaf that is a property has no place of its own until it fails: it is what most fields are.
  const place = field.isLeaf && !field.definition.resolve ? undefined : placeOf(field, parent);
  try {
    const value = resolved(run, field, source, place, parent);
    const result = isPromise(value)
      ? value.then((found) => field.complete(run, field, found, place))
      : field.complete(run, field, value, place);
    if (!isPromise(result)) return result;
    return result.then(undefined, (thrown: unknown) => failed(run, field, place ?? placeOf(field, parent), thrown));
  } catch (thrown) {
    return failed(run, field, place ?? placeOf(field, parent), thrown);
  }
}

function placeOf({ responseName, parentType }: CompiledField, parent: Place | undefined): Place {
  return { prev: parent, key: responseName, typename: parentType.name };
}

function failed(run: Run, { nodes, definition }: CompiledField, place: Place, thrown: unknown): null {
  return failedAt(run, nodes, definition.type, place, thrown);
}

function resolved(
  run: Run,
  field: CompiledField,
  source: unknown,
  place: Place | undefined,
  parent: Place | undefined,
): unknown {
  const { definition, nodes } = field;
  const { name, resolve } = definition;
  const args = definition.args.length > 0 ? getArgumentValues(definition, nodes[0], run.variableValues) : {};
  if (resolve) return resolve(source, args, run.contextValue, infoOf(run, field, place ?? placeOf(field, parent)));
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
  const property = (source as Record<string, unknown>)[name];
  if (typeof property !== 'function') return property;
  const info = infoOf(run, field, place ?? placeOf(field, parent));
  return (source as Record<string, Method>)[name]?.(args, run.contextValue, info);
}

type Method = (args: object, context: object, info: GraphQLResolveInfo) => unknown;
