import type { FieldNode, GraphQLField, GraphQLObjectType } from 'graphql';
import type { Place, Run } from './run.ts';

/** What is selected of an object. */
export interface CompiledFields {
  type: GraphQLObjectType;
  fields: readonly CompiledField[];
}

/** A field that is selected of an object, by all of its nodes together. As small as can be: thousands of documents are kept. */
export interface CompiledField {
  /** Its name in the answer. */
  responseName: string;
  parentType: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  nodes: readonly [FieldNode, ...FieldNode[]];
  /** Is it one scalar or enum? */
  isLeaf: boolean;
  complete: Complete;
  /** What is selected of an object of one type in it. */
  fieldsOf: (type: GraphQLObjectType) => CompiledFields;
}

/**
 * Makes what the answer has of a value that a resolver has given (https://spec.graphql.org/September2025/#CompleteValue()).
 *
 * @param field that the value is for, or for a list of it.
 * @param place of the field or the entry of its list that the value is for; undefined for a leaf alone.
 */
export type Complete = (run: Run, field: CompiledField, value: unknown, place: Place | undefined) => unknown;
