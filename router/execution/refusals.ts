import { GraphQLError, type GraphQLCompositeType, type GraphQLSchema, isAbstractType } from 'graphql';
import type { FieldFault } from './failures.ts';

/** What of an operation its caller may not see. */
export interface Refusals {
  /** Two with the same key refuse the same. */
  key: string;
  /** Why the caller may not see a field of an object type; undefined for what they may see. */
  of(type: string, field: string): FieldFault | undefined;
}

/** The types that decide about the fields of a selection. Where no type implements an interface, that is the interface. */
export function typesOfValues(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [];
  return types.length > 0 ? types : [type];
}

/**
 * The types for which a field may be asked that stands in a selection of `type`.
 *
 * @returns undefined when it may be asked for all of them.
 */
export function seenTypes(
  { schema, refusals }: { schema: GraphQLSchema; refusals: Refusals | undefined },
  type: GraphQLCompositeType,
  field: string,
): readonly GraphQLCompositeType[] | undefined {
  if (!refusals) return undefined;
  const types = typesOfValues(schema, type);
  const seen = types.filter(({ name }) => !refusals.of(name, field));
  return seen.length < types.length ? seen : undefined;
}

/**
 * Object types that one operation may ask apart, each counted for every field: with each step down they multiply. Planning
 * takes about a second for so many.
 */
export const MAX_APART = 500;

export function tooFarApart(): GraphQLError {
  const message =
    `The operation asks for fields of interfaces which its caller may see of some types alone, ${MAX_APART} times and more: ` +
    'ask for them in fragments on the types that have them open.';
  return new GraphQLError(message, {
    extensions: { code: 'BAD_USER_INPUT', reason: 'OPERATION_TOO_LARGE', http: { status: 400 } },
  });
}
