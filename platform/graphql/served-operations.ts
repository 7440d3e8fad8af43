import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A validation rule: it refuses a kind of operation that the schema has no root type for
 * (https://spec.graphql.org/September2025/#sec-Operation-Type-Existence). graphql-js finds nothing wrong with its fields, and
 * fails when it is run.
 */
export function servedOperations(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (context.getSchema().getRootType(node.operation)) return;
      context.reportError(
        new GraphQLError(`Nothing here is a ${node.operation}: the schema has no root type for one.`, { nodes: node }),
      );
    },
  };
}
