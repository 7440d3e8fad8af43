import { type ASTNode, type GraphQLOutputType, isNonNullType, locatedError } from 'graphql';
import { addError, type Place, type Run, stepsTo } from './run.ts';

/**
 * What stands where something was thrown: null, where that may be, and the answer has its error.
 *
 * @throws GraphQLError that says where, for whatever is around it.
 */
export function failedAt(
  run: Run,
  nodes: readonly ASTNode[],
  type: GraphQLOutputType,
  place: Place,
  thrown: unknown,
): null {
  const error = locatedError(thrown, nodes, stepsTo(place));
  if (isNonNullType(type)) throw error;
  addError(run, error, place);
  return null;
}
