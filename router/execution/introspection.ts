import {
  type DocumentNode,
  executeSync,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * Answers what an operation asks of the schema itself, which no subgraph knows.
 *
 * @returns undefined when it asks nothing.
 */
export function introspectionOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): ((variables: Record<string, unknown>) => Record<string, unknown>) | undefined {
  const fields = introspectionFields(operation.selectionSet, fragments);
  if (fields.length === 0) return undefined;
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections: fields } },
      ...fragments.values(),
    ],
  };
  return (variableValues) => executeSync({ schema, document, rootValue: {}, variableValues }).data ?? {};
}

function introspectionFields(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionNode[] {
  return selections.flatMap((node): SelectionNode[] => {
    if (node.kind === Kind.FIELD) return node.name.value === '__schema' || node.name.value === '__type' ? [node] : [];
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
    const fields = fragment ? introspectionFields(fragment.selectionSet, fragments) : [];
    if (fields.length === 0) return [];
    const selectionSet = { kind: Kind.SELECTION_SET, selections: fields } as const;
    return [{ kind: Kind.INLINE_FRAGMENT, ...(node.directives && { directives: node.directives }), selectionSet }];
  });
}
