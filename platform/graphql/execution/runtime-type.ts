import {
  defaultTypeResolver,
  type GraphQLAbstractType,
  GraphQLError,
  type GraphQLObjectType,
  isObjectType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { CompiledField } from './compiled.ts';
import { coordinateOf } from './coordinate.ts';
import { infoFor } from './resolve-info.ts';
import type { Place, Run } from './run.ts';

/**
 * Asks which type a value has whose field has an interface or a union.
 *
 * @returns its name, or a promise of it, if all is well.
 */
export function resolvedType(
  run: Run,
  field: CompiledField,
  type: GraphQLAbstractType,
  value: unknown,
  place: Place | undefined,
): unknown {
  const resolve = type.resolveType ?? defaultTypeResolver;
  return resolve(value, run.contextValue, infoFor(run, field, place), type);
}

/**
 * The type that was resolved (https://spec.graphql.org/September2025/#ResolveAbstractType()).
 *
 * @throws GraphQLError for a name that is not one of the abstract type's.
 */
export function runtimeType(
  { schema }: Run,
  field: CompiledField,
  type: GraphQLAbstractType,
  value: unknown,
  name: unknown,
): GraphQLObjectType {
  const { nodes } = field;
  const abstract = `Abstract type "${type.name}"`;
  if (name == null) {
    throw new GraphQLError(
      `${abstract} must resolve to an Object type at runtime for field "${coordinateOf(field)}". Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
      { nodes },
    );
  }
  if (isObjectType(name)) {
    throw new GraphQLError(
      'Support for returning GraphQLObjectType from resolveType was removed in graphql-js@16.0.0 please return type name instead.',
    );
  }
  if (typeof name !== 'string') {
    throw new GraphQLError(
      `${abstract} must resolve to an Object type at runtime for field "${coordinateOf(field)}" with value ${inspect(value)}, received "${inspect(name)}".`,
    );
  }
  const found = schema.getType(name);
  if (found == null) {
    throw new GraphQLError(`${abstract} was resolved to a type "${name}" that does not exist inside the schema.`, {
      nodes,
    });
  }
  if (!isObjectType(found)) {
    throw new GraphQLError(`${abstract} was resolved to a non-object type "${name}".`, { nodes });
  }
  if (!schema.isSubType(type, found)) {
    throw new GraphQLError(`Runtime Object type "${found.name}" is not a possible type for "${type.name}".`, { nodes });
  }
  return found;
}
