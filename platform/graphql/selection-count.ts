import { type DocumentNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';

/**
 * How many selections an operation of a valid document has, each fragment's counted wherever it is spread: so many may be
 * the fields that whoever plans the operation looks at.
 *
 * @returns the most of all operations of the document.
 */
export function selectionCount({ definitions }: DocumentNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const known = new Map<string, number>();
  const ofFragment = (name: string): number => {
    const count = known.get(name) ?? ofSet(fragments.get(name)?.selectionSet);
    known.set(name, count);
    return count;
  };
  const ofSet = (set: SelectionSetNode | undefined): number => {
    let count = 0;
    for (const node of set?.selections ?? []) {
      count += 1 + (node.kind === Kind.FRAGMENT_SPREAD ? ofFragment(node.name.value) : ofSet(node.selectionSet));
    }
    return count;
  };
  return Math.max(
    0,
    ...definitions.map((node) => (node.kind === Kind.OPERATION_DEFINITION ? ofSet(node.selectionSet) : 0)),
  );
}
