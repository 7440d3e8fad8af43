import type { GraphQLResolveInfo } from 'graphql';
import type { CompiledField } from './compiled.ts';
import type { Place, Run } from './run.ts';

/** What the resolver of a field is told. */
export function infoOf(run: Run, field: CompiledField, path: Place | undefined): GraphQLResolveInfo {
  return {
    fieldName: field.definition.name,
    fieldNodes: field.nodes,
    returnType: field.definition.type,
    parentType: field.parentType,
    path: path as Place,
    schema: run.schema,
    fragments: run.fragments,
    rootValue: undefined,
    operation: run.operation,
    variableValues: run.variableValues,
  };
}

/** What is told of a field for a value in it: where the field is, and not the value's own place in its lists. */
export function infoFor(run: Run, field: CompiledField, place: Place | undefined): GraphQLResolveInfo {
  let own = place;
  while (typeof own?.key === 'number') own = own.prev;
  return infoOf(run, field, own);
}
