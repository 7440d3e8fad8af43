import { type ASTVisitor, type FloatValueNode, GraphQLError, type ValidationContext } from 'graphql';
import { valuePath } from './value-path.ts';

/**
 * A validation rule: it refuses a number that JavaScript cannot hold. graphql-js reads 1e400 as infinity, and JSON, in
 * which a subgraph gets it, has no infinity (https://spec.graphql.org/October2021/#sec-Float).
 */
export function finiteNumbers(context: ValidationContext): ASTVisitor {
  return {
    FloatValue(node, _key, parent, keys, ancestors) {
      if (Number.isFinite(Number(node.value))) return;
      const description = `must be a finite number, got ${shorten(node)}`;
      const field = valuePath(keys, [...ancestors, parent]);
      context.reportError(
        new GraphQLError(`${field} ${description}`, {
          nodes: node,
          extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field, description }] },
        }),
      );
    },
  };
}

function shorten(node: FloatValueNode): string {
  return node.value.length > 20 ? `${node.value.slice(0, 20)}…` : node.value;
}
