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
import { isPromise, type Place, type Run } from './run.ts';

/** The type of a value whose field has an interface or a union (https://spec.graphql.org/September2025/#ResolveAbstractType()). */
export function runtimeType(
  run: Run,
  type: GraphQLAbstractType,
  value: unknown,
  field: CompiledField,
  place: Place | undefined,
): GraphQLObjectType | Promise<GraphQLObjectType> {
  const resolve = type.resolveType ?? defaultTypeResolver;
  const name: unknown = resolve(value, run.contextValue, infoFor(run, field, place), type);
  return isPromise(name)
    ? name.then((found) => checked(run, type, value, field, found))
    : checked(run, type, value, field, name);
}

function checked(
  { schema }: Run,
  type: GraphQLAbstractType,
  value: unknown,
  field: CompiledField,
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
