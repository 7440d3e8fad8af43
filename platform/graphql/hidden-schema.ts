import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A validation rule: it refuses introspection (https://spec.graphql.org/September2025/#sec-Schema-Introspection), and `_service`,
 * the field by which federation shows a subgraph's schema
 * (https://www.apollographql.com/docs/graphos/reference/federation/subgraph-specific-fields#query_service). The router reads
 * the supergraph from a file, and asks for neither. `__typename` tells nothing that an answer has not.
 */
export function hiddenSchema(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const name = node.name.value;
      // What the schema has not is refused as such.
      if (!FIELDS.has(name) || !context.getFieldDef()) return;
      const message = `The schema is not shown here; INTROSPECTION=true shows it.`;
      context.reportError(new GraphQLError(message, { nodes: node }));
    },
  };
}

const FIELDS = new Set(['__schema', '__type', '_service']);
