import { type ASTNode, Kind } from 'graphql';

/**
 * Names a value in a document as the cores' field violations do: `order.products[0].quantity` is in the argument
 * `order`. A variable's default value is in the variable.
 *
 * @param keys the path from the document's root to the value, as graphql-js `visit()` gives it.
 * @param containers the nodes on that path: the visitor's ancestors, then its parent.
 */
export function valuePath(
  keys: readonly (string | number)[],
  containers: readonly (ASTNode | readonly ASTNode[] | undefined)[],
): string {
  return containers
    .map((container, depth) => {
      if (!container || !('kind' in container)) return '';
      if (container.kind === Kind.ARGUMENT) return container.name.value;
      if (container.kind === Kind.VARIABLE_DEFINITION) return container.variable.name.value;
      if (container.kind === Kind.OBJECT_FIELD) return `.${container.name.value}`;
      return container.kind === Kind.LIST ? `[${keys[depth + 1]}]` : '';
    })
    .join('');
}
