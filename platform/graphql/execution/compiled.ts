import type { FieldNode, GraphQLField, GraphQLFieldResolver, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import type { Place, Run } from './run.ts';

/** What is selected of an object. */
export interface CompiledFields {
  type: GraphQLObjectType;
  fields: readonly CompiledField[];
}

/** A field that is selected of an object, by all of its nodes together. */
export interface CompiledField {
  /** Its name in the answer. */
  responseName: string;
  /** Its name in the schema. */
  name: string;
  parentType: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  nodes: readonly [FieldNode, ...FieldNode[]];
  /** Undefined where the object's property of that name is its value. */
  resolve: GraphQLFieldResolver<unknown, unknown> | undefined;
  hasArguments: boolean;
  /** Is it one scalar or enum? */
  isLeaf: boolean;
  complete: Complete;
}

/**
 * Makes what the answer has of a value that a resolver has given (https://spec.graphql.org/September2025/#CompleteValue()).
 *
 * @param place of the field or the entry of its list that the value is for; undefined for a leaf alone.
 */
export type Complete = (run: Run, value: unknown, place: Place | undefined) => unknown;

/** The field that values are completed for. */
export interface CompletedField {
  /** `Type.field` */
  coordinate: string;
  nodes: readonly FieldNode[];
  /** What is told of it for a value in it, such as an entry of its list. */
  infoFor: (run: Run, place: Place | undefined) => GraphQLResolveInfo;
  /** What is selected of an object of one type. */
  fieldsOf: (type: GraphQLObjectType) => CompiledFields;
}
