import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** The fields that are asked for of a type, by name, each with what is asked for inside it, under all its aliases. */
export type SelectedFields = ReadonlyMap<string, readonly SelectionSetNode[]>;

/**
 * Gathers the fields of an object type that selections ask for, through fragments on the type and on what it implements.
 * `__typename` is left out; `@skip` and `@include` are passed over.
 */
export function selectedFields(
  type: GraphQLObjectType,
  selections: readonly SelectionSetNode[],
  { schema, fragments }: Pick<GraphQLResolveInfo, 'schema' | 'fragments'>,
): SelectedFields {
  const found = new Map<string, SelectionSetNode[]>();
  // A fragment that is spread a thousand times says the same thing each time.
  const seen = new Set<FragmentDefinitionNode>();
  for (const set of selections) gather(set);
  return found;

  function gather(set: SelectionSetNode): void {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        const name = node.name.value;
        if (name.startsWith('__')) continue;
        const inside = found.get(name) ?? [];
        found.set(name, inside);
        if (node.selectionSet) inside.push(node.selectionSet);
      } else if (node.kind === Kind.INLINE_FRAGMENT) {
        if (applies(node.typeCondition?.name.value)) gather(node.selectionSet);
      } else {
        const fragment = fragments[node.name.value];
        if (!fragment || seen.has(fragment) || !applies(fragment.typeCondition.name.value)) continue;
        seen.add(fragment);
        gather(fragment.selectionSet);
      }
    }
  }

  function applies(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const other = schema.getType(condition);
    return isAbstractType(other) && schema.isSubType(other, type);
  }
}
