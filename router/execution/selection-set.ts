import { type ASTNode, Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { CanonicalSelection } from './canonical-selection.ts';
import { isCondition } from './conditions.ts';

/** @param rename gives the client's variables their canonical names. */
export function toSelectionSet(
  { fields, fragments }: CanonicalSelection,
  rename: <T extends ASTNode>(node: T) => T,
): SelectionSetNode {
  const selections: SelectionNode[] = [...fields.values()].map(({ node, selection }) => {
    const { alias, name, arguments: given, directives } = node;
    return {
      kind: Kind.FIELD,
      ...(alias && alias.value !== name.value && { alias }),
      name,
      ...(given && { arguments: given.map(rename) }),
      ...(directives && { directives: directives.filter((directive) => !isCondition(directive)).map(rename) }),
      ...(selection && { selectionSet: toSelectionSet(selection, rename) }),
    };
  });
  for (const [name, part] of fragments) {
    selections.push({
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } },
      selectionSet: toSelectionSet(part, rename),
    });
  }
  return { kind: Kind.SELECTION_SET, selections };
}
