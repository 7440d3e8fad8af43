import { type ASTVisitor, type FloatValueNode, GraphQLError, type ValidationContext } from 'graphql';
import { valuePath } from './value-path.ts';

/**
 * A validation rule: a number in a document must be one that JavaScript can hold. graphql-js takes 1e400 for infinity,
 * which no subgraph can be sent (https://spec.graphql.org/October2021/#sec-Float).
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
