import { type ConstDirectiveNode, type DocumentNode, Kind, visit } from 'graphql';

/**
 * Between what a field requires and the field itself, the planner comes back to a subgraph by the first key that the type
 * has there, whether that subgraph resolves it (`resolvable: false`) or not. Here those that it resolves are the first.
 *
 * @returns the same supergraph for whoever does not mind the order of keys.
 */
export function withResolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  const inOrder = <T extends { directives?: readonly ConstDirectiveNode[] | undefined }>(type: T) => {
    const { directives = [] } = type;
    const last = directives.filter(isUnresolvable);
    return last.length === 0
      ? undefined
      : { ...type, directives: [...directives.filter((each) => !isUnresolvable(each)), ...last] };
  };
  return visit(supergraph, { ObjectTypeDefinition: inOrder, InterfaceTypeDefinition: inOrder });
}

function isUnresolvable({ name, arguments: given = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'join__type' &&
    given.some((each) => each.name.value === 'resolvable' && each.value.kind === Kind.BOOLEAN && !each.value.value)
  );
}
