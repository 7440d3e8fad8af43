import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A validation rule: nobody is shown the schema by the field that federation adds for it
 * (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields#query_service). Apollo Server
 * refuses introspection, and not this; the router reads the supergraph from its file and does not ask.
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
