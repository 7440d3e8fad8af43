import {
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { MAX_APART, type Refusals, seenTypes, tooFarApart } from './refusals.ts';

/** What is asked of a type: each field once, and what is asked of some of its types alone. */
export interface CanonicalSelection {
  fields: Map<string, { node: FieldNode; selection: CanonicalSelection | undefined }>;
  /** By the name of the type. */
  fragments: Map<string, CanonicalSelection>;
}

export interface Collection {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Whether a field or fragment is asked for at all. */
  includes: (node: Pick<SelectionNode, 'directives'>) => boolean;
  keyOf: (field: FieldNode) => string;
  /** See interface-objects.ts. */
  interfaceObjects: ReadonlySet<string>;
  /** What the caller may not see is asked of nobody. */
  refusals: Refusals | undefined;
  /** Object types that were asked apart so far. */
  apart: number;
}

/** Adds a selection set to what is asked of a type. A fragment that cannot apply to it goes. */
export function collectSelection(
  collection: Collection,
  into: CanonicalSelection,
  type: GraphQLCompositeType,
  { selections }: SelectionSetNode,
): void {
  for (const selection of selections) {
    if (!collection.includes(selection)) continue;
    if (selection.kind === Kind.FIELD) collectField(collection, into, type, selection);
    else collectFragment(collection, into, type, selection);
  }
}

function collectField(
  collection: Collection,
  into: CanonicalSelection,
  type: GraphQLCompositeType,
  node: FieldNode,
): void {
  const name = node.name.value;
  if (name === '__typename') {
    into.fields.set(name, { node: TYPENAME, selection: undefined });
    return;
  }
  const field = 'getFields' in type ? type.getFields()[name] : undefined;
  // Introspection: no subgraph is asked for it.
  if (!field) return;
  const seen = seenTypes(collection, type, name);
  if (seen) {
    // Which of several it is has to be known.
    if (isAbstractType(type) && collection.schema.getPossibleTypes(type).length > 0)
      into.fields.set('__typename', { node: TYPENAME, selection: undefined });
    collectApart(collection, into, seen, node);
    return;
  }
  const key = collection.keyOf(node);
  let known = into.fields.get(key);
  const fieldType = getNamedType(field.type);
  if (!known) {
    const selection = isCompositeType(fieldType) ? { fields: new Map(), fragments: new Map() } : undefined;
    known = { node: { ...node, alias: { kind: Kind.NAME, value: key } }, selection };
    into.fields.set(key, known);
  }
  if (!known.selection || !isCompositeType(fieldType) || !node.selectionSet) return;
  const { selection } = known;
  collectSelection(collection, selection, fieldType, node.selectionSet);
  // The response is made for the type that a value really has; a subgraph that does not know it would ask another one.
  const isOfRealType =
    isAbstractType(fieldType) && (asksForType(selection) || !collection.interfaceObjects.has(fieldType.name));
  // All of it may be left out.
  if (isOfRealType || selection.fields.size + selection.fragments.size === 0) {
    selection.fields.set('__typename', { node: TYPENAME, selection: undefined });
  }
}

/** Whether something else is asked of each type that a value can have. */
export function asksForType({ fields, fragments }: CanonicalSelection): boolean {
  return fragments.size > 0 || fields.has('__typename');
}

/** What the caller may see of some types alone is asked of each of these. */
function collectApart(
  collection: Collection,
  into: CanonicalSelection,
  types: readonly GraphQLCompositeType[],
  node: FieldNode,
): void {
  collection.apart += types.length;
  if (collection.apart > MAX_APART) throw tooFarApart();
  for (const type of types) {
    const part = into.fragments.get(type.name) ?? { fields: new Map(), fragments: new Map() };
    collectField(collection, part, type, node);
    into.fragments.set(type.name, part);
  }
}

function collectFragment(
  collection: Collection,
  into: CanonicalSelection,
  type: GraphQLCompositeType,
  node: Exclude<SelectionNode, FieldNode>,
): void {
  const { schema } = collection;
  const { typeCondition, selectionSet } =
    node.kind === Kind.INLINE_FRAGMENT ? node : (collection.fragments.get(node.name.value) ?? EMPTY);
  const condition = typeCondition ? schema.getType(typeCondition.name.value) : type;
  if (!isCompositeType(condition) || !doTypesOverlap(schema, type, condition)) return;
  const hasAllItsFields =
    condition === type ||
    isObjectType(type) ||
    (isInterfaceType(type) && isAbstractType(condition) && schema.isSubType(condition, type));
  if (hasAllItsFields) {
    collectSelection(collection, into, type, selectionSet);
    return;
  }
  const part = into.fragments.get(condition.name) ?? { fields: new Map(), fragments: new Map() };
  collectSelection(collection, part, condition, selectionSet);
  if (part.fields.size + part.fragments.size > 0) into.fragments.set(condition.name, part);
}

const EMPTY = { typeCondition: undefined, selectionSet: { kind: Kind.SELECTION_SET, selections: [] } } as const;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
