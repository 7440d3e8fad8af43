import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLInterfaceType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Collection } from './canonical-selection.ts';
import type { FieldFault } from './failures.ts';
import { isOneForAll } from './interface-objects.ts';
import { leafOf } from './leaf-values.ts';

/** What a client asks of a value of some type. */
export type ValueShape =
  | LeafShape
  | { kind: 'list'; isNonNull: boolean; item: ValueShape }
  | { kind: 'object'; isNonNull: boolean; selection: SelectionShape };

/** A scalar or an enum. */
export interface LeafShape {
  kind: 'leaf';
  isNonNull: boolean;
  type: string;
  /** @returns undefined for what it is not. */
  leaf: (value: unknown) => unknown;
}

/** What a client asks of an object, by the type that it really has. */
export interface SelectionShape {
  /** The type that it has in any case; undefined for an interface or union. */
  type: string | undefined;
  /** @returns undefined for what is no type that it can have. */
  of(type: unknown): ObjectShape | undefined;
  /** The shapes of all types that it can have. */
  all(): ObjectShape[];
}

export interface ObjectShape {
  type: string;
  fields: readonly FieldShape[];
}

export interface FieldShape {
  /** The client's name for it. */
  name: string;
  /** The key that it comes under. */
  key: string;
  /** Undefined for `__typename`. */
  value: ValueShape | undefined;
  /** Why the caller may not see it: it is null, whatever came. */
  refusal: FieldFault | undefined;
}

/** The shape of a response (https://spec.graphql.org/September2025/#CollectFields), made for each type when one comes. */
export function toSelectionShape(
  source: Collection,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
): SelectionShape {
  const { schema } = source;
  const made = new Map<unknown, ObjectShape>();
  const make = (object: GraphQLObjectType | GraphQLInterfaceType) => {
    const shape = toObjectShape(source, object, selectionSets);
    made.set(object.name, shape);
    return shape;
  };
  const of = (name: unknown) => {
    const known = made.get(name);
    if (known) return known;
    // A subgraph may have it by its interface alone.
    if (isInterfaceType(type) && (name === undefined || name === type.name)) {
      return isOneForAll(source, type, selectionSets) ? make(type) : undefined;
    }
    const object = typeof name === 'string' ? schema.getType(name) : undefined;
    if (!isObjectType(object)) return undefined;
    return object === type || (isAbstractType(type) && schema.isSubType(type, object)) ? make(object) : undefined;
  };
  return {
    type: isObjectType(type) ? type.name : undefined,
    of,
    all: () => (isAbstractType(type) ? schema.getPossibleTypes(type) : [type]).flatMap(({ name }) => of(name) ?? []),
  };
}

function toObjectShape(
  source: Collection,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): ObjectShape {
  const fields = new Map<string, FieldNode[]>();
  for (const selectionSet of selectionSets) collect(source, type, selectionSet, fields);
  return {
    type: type.name,
    fields: [...fields].flatMap(([name, nodes]) => toFieldShape(source, type, name, nodes)),
  };
}

function collect(
  source: Collection,
  type: GraphQLObjectType | GraphQLInterfaceType,
  { selections }: SelectionSetNode,
  into: Map<string, FieldNode[]>,
): void {
  for (const node of selections) {
    if (!source.includes(node)) continue;
    if (node.kind === Kind.FIELD) {
      const name = (node.alias ?? node.name).value;
      const known = into.get(name);
      if (known) known.push(node);
      else into.set(name, [node]);
      continue;
    }
    const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : source.fragments.get(node.name.value);
    const condition = fragment?.typeCondition && source.schema.getType(fragment.typeCondition.name.value);
    const applies =
      !condition || condition === type || (isAbstractType(condition) && source.schema.isSubType(condition, type));
    if (fragment && applies) collect(source, type, fragment.selectionSet, into);
  }
}

function toFieldShape(
  source: Collection,
  type: GraphQLObjectType | GraphQLInterfaceType,
  name: string,
  nodes: FieldNode[],
): FieldShape[] {
  const [node] = nodes;
  if (!node) return [];
  if (node.name.value === '__typename') return [{ name, key: '__typename', value: undefined, refusal: undefined }];
  const field = type.getFields()[node.name.value];
  // Introspection is answered from the schema.
  if (!field) return [];
  const named = getNamedType(field.type);
  const selectionSets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  const selection = isCompositeType(named) ? toSelectionShape(source, named, selectionSets) : undefined;
  const refusal = source.refusals?.of(type.name, field.name);
  return [{ name, key: source.keyOf(node), value: toValueShape(field.type, selection), refusal }];
}

function toValueShape(type: GraphQLOutputType, selection: SelectionShape | undefined): ValueShape {
  const isNonNull = isNonNullType(type);
  const nullable = isNonNull ? type.ofType : type;
  if (isListType(nullable)) return { kind: 'list', isNonNull, item: toValueShape(nullable.ofType, selection) };
  if (selection) return { kind: 'object', isNonNull, selection };
  const leaf = nullable as GraphQLLeafType;
  return { kind: 'leaf', isNonNull, type: leaf.name, leaf: leafOf(leaf) };
}
