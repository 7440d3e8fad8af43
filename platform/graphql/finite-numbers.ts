import {
  type ASTNode,
  type ASTVisitor,
  type FloatValueNode,
  GraphQLError,
  Kind,
  type ValidationContext,
} from 'graphql';

/**
 * A validation rule: a number in a document must be one that JavaScript can hold. graphql-js takes 1e400 for infinity,
 * which no subgraph can be sent (https://spec.graphql.org/October2021/#sec-Float).
 */
export function finiteNumbers(context: ValidationContext): ASTVisitor {
  return {
    FloatValue(node, _key, parent, _path, ancestors) {
      if (Number.isFinite(Number(node.value))) return;
      const description = `must be a finite number, got ${shorten(node)}`;
      // graphql-js leaves the parent out of the ancestors.
      const field = fieldPath(parent ? [...ancestors, parent] : ancestors);
      context.reportError(
        new GraphQLError(`${field} ${description}`, {
          nodes: node,
          extensions: { code: 'BAD_USER_INPUT', fieldViolations: [{ field, description }] },
        }),
      );
    },
  };
}

/** The argument that a value stands in: `product.price`. */
function fieldPath(ancestors: readonly (ASTNode | readonly ASTNode[])[]): string {
  return ancestors
    .flatMap((ancestor) =>
      'kind' in ancestor && (ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD)
        ? [ancestor.name.value]
        : [],
    )
    .join('.');
}

function shorten(node: FloatValueNode): string {
  return node.value.length > 20 ? `${node.value.slice(0, 20)}…` : node.value;
}
