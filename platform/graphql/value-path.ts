import { type ASTNode, Kind } from 'graphql';

/**
 * The argument that a value in a document stands in, and the way to the value within it: `order.products[0].quantity`,
 * as the cores' field violations name it. A variable's default value stands in the variable.
 *
 * @param keys the way from the document's root to the value, as graphql-js `visit()` gives it.
 * @param containers what each of the keys is looked up in: the visitor's ancestors, and its parent.
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
