import {
  type DocumentNode,
  type GraphQLInterfaceType,
  type GraphQLSchema,
  isInterfaceType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { asksForType, type CanonicalSelection, type Collection, collectSelection } from './canonical-selection.ts';

/**
 * The interfaces whose objects some subgraph has without knowing their types (`@interfaceObject`). Where the same is asked of
 * each type, it need not be known. One with a type that is inaccessible to clients is not among them: whether an object is
 * of that type has to be known.
 *
 * @param whole the supergraph's schema.
 * @param apiSchema what clients see of it.
 */
export function interfaceObjects(
  { definitions }: DocumentNode,
  whole: GraphQLSchema,
  apiSchema: GraphQLSchema,
): ReadonlySet<string> {
  const typesIn = (schema: GraphQLSchema, name: string) => {
    const type = schema.getType(name);
    return isInterfaceType(type) ? schema.getPossibleTypes(type).length : 0;
  };
  return new Set(
    definitions.flatMap((definition) => {
      if (definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [];
      const { name, directives = [] } = definition;
      const isStoodFor = directives
        .flatMap(({ arguments: given = [] }) => given)
        .some(
          (given) => given.name.value === 'isInterfaceObject' && given.value.kind === Kind.BOOLEAN && given.value.value,
        );
      return isStoodFor && typesIn(whole, name.value) === typesIn(apiSchema, name.value) ? [name.value] : [];
    }),
  );
}

/** Whether the same is asked of each object of an interface, so that no type is needed where a subgraph does not know it. */
export function isOneForAll(
  source: Collection,
  type: GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): boolean {
  if (!source.interfaceObjects.has(type.name)) return false;
  const selection: CanonicalSelection = { fields: new Map(), fragments: new Map() };
  for (const selectionSet of selectionSets) collectSelection({ ...source, apart: 0 }, selection, type, selectionSet);
  return !asksForType(selection);
}
