import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A validation rule: it refuses `_service`, the field by which federation shows a subgraph's schema
 * (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields#query_service). Apollo Server
 * refuses introspection but not this field. The router reads the supergraph from a file, and does not ask for it.
 */
export function hiddenSchema(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (node.name.value !== '_service') return;
      context.reportError(
        new GraphQLError('The schema is shown in development alone: set NODE_ENV=development to ask for _service.', {
          nodes: node,
        }),
      );
    },
  };
}
