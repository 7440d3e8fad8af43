import { type DocumentNode, type GraphQLField, type GraphQLSchema, getNamedType, isCompositeType } from 'graphql';
import { type ComplexityEstimator, getComplexity } from 'graphql-query-complexity';
import type { ListSize } from './list-sizes.ts';

/** An operation of a client that is valid, with variables that are. */
export interface ClientOperation {
  schema: GraphQLSchema;
  query: DocumentNode;
  variables: Record<string, unknown>;
  operationName?: string;
}

/** How much an operation asks for, at most. */
export interface OperationSize {
  /** The fields that its answer has where every list is as long as it can be. */
  fields: number;
  /** The fields of the document that are objects or lists of them, those in fragments wherever they are spread. */
  objects: number;
}

export function operationSize(operation: ClientOperation, listSize: ListSize): OperationSize {
  const measure = (estimate: ComplexityEstimator) => getComplexity({ ...operation, estimators: [estimate] });
  return {
    objects: measure(({ field, childComplexity }) =>
      isIntrospection(field) || !isCompositeType(getNamedType(field.type)) ? 0 : 1 + childComplexity,
    ),
    fields: measure(({ field, type, args, childComplexity }) =>
      // Never infinite: nothing times infinity is no number.
      isIntrospection(field)
        ? 0
        : Math.min(listSize(type.name, field.name, args) * (1 + childComplexity), Number.MAX_SAFE_INTEGER),
    ),
  };
}

/** The schema itself, which is in the router's memory. A `__typename` is a field like others. */
function isIntrospection({ name }: GraphQLField<unknown, unknown>): boolean {
  return name === '__schema' || name === '__type';
}
