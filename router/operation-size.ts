import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import { type Amount, amountOf, combine, unlessNone, type Variables } from './amount.ts';
import type { FieldCosts } from './field-costs.ts';
import type { ListSize } from './list-sizes.ts';

/** An operation of a client that is valid. */
export interface ClientOperation {
  schema: GraphQLSchema;
  operation: OperationDefinitionNode;
  /** Of its document, by name. */
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** How much an operation asks for, at most. */
export interface OperationSize {
  /** The fields that its answer has where every list is as long as it can be, each as often as it costs. */
  fields: Amount;
  /** The fields of the document that are objects or lists of them, those in fragments wherever they are spread. */
  objects: Amount;
}

/**
 * Measures an operation once for all requests that send it: for each of them only what its variables decide is left to do.
 * Of an object that may be of several types the largest counts.
 */
export function operationSize(client: ClientOperation, listSize: ListSize, costs: FieldCosts = ALIKE): OperationSize {
  const { schema, operation } = client;
  const root = schema.getRootType(operation.operation);
  const measure = (sizeOfField: SizeOfField) =>
    root ? sizeOfSet({ ...client, sizeOfField, known: new Map() }, operation.selectionSet, root) : 0;
  return {
    objects: measure((_parent, { type }, _node, inside) =>
      isCompositeType(getNamedType(type)) ? combine([inside], ([count = 0]) => 1 + count) : 0,
    ),
    fields: measure((parent, field, node, inside) => {
      const entries = amountOf(node.arguments ?? [], (variables) =>
        listSize(parent.name, field.name, getArgumentValues(field, node, variables)),
      );
      const own = costs.ofValue(parent.name, field.name);
      const costOfArguments = costs.ofArguments(parent.name, field.name);
      const given = costOfArguments
        ? amountOf(node.arguments ?? [], (variables) => costOfArguments(getArgumentValues(field, node, variables)))
        : 0;
      // Never infinite: nothing times infinity is no number.
      return combine([entries, inside, given], ([count = 0, each = 0, once = 0]) =>
        Math.min(once + count * (own + each), Number.MAX_SAFE_INTEGER),
      );
    }),
  };
}

const ALIKE: FieldCosts = { ofValue: () => 1, ofArguments: () => undefined };

/** @param inside what the field's own selections count. */
type SizeOfField = (
  parent: GraphQLCompositeType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  inside: Amount,
) => Amount;

interface Measuring extends ClientOperation {
  sizeOfField: SizeOfField;
  /** The fragments that were measured, by name: one may be spread in many places. */
  known: Map<string, Amount>;
}

function sizeOfSet(measuring: Measuring, set: SelectionSetNode | undefined, type: GraphQLNamedType): Amount {
  if (!set || !isCompositeType(type)) return 0;
  const parts = set.selections.map((node) => {
    const { size, of } = sizeOfSelection(measuring, node, type);
    const included = amountOf(node.directives ?? [], (variables) => (isLeftOut(node, variables) ? 0 : 1));
    return {
      // A null may be in the arguments of what is left out, where it is not allowed.
      size: unlessNone(included, size),
      types: typesOf(measuring, of),
    };
  });
  return combine(
    parts.map(({ size }) => size),
    (sizes) => {
      const sums = new Map<string, number>();
      for (const [index, { types }] of parts.entries())
        for (const name of types) sums.set(name, (sums.get(name) ?? 0) + (sizes[index] ?? 0));
      return Math.max(0, ...sums.values());
    },
  );
}

/** @returns with the type of what the selection counts for. */
function sizeOfSelection(
  measuring: Measuring,
  node: SelectionNode,
  type: GraphQLCompositeType,
): { size: Amount; of: GraphQLNamedType } {
  if (node.kind === Kind.FIELD) return { size: sizeOfNode(measuring, node, type), of: type };
  if (node.kind === Kind.INLINE_FRAGMENT) {
    const of = (node.typeCondition && measuring.schema.getType(node.typeCondition.name.value)) ?? type;
    return { size: sizeOfSet(measuring, node.selectionSet, of), of };
  }
  const fragment = measuring.fragments.get(node.name.value);
  const of = (fragment && measuring.schema.getType(fragment.typeCondition.name.value)) ?? type;
  const size = measuring.known.get(node.name.value) ?? sizeOfSet(measuring, fragment?.selectionSet, of);
  measuring.known.set(node.name.value, size);
  return { size, of };
}

function sizeOfNode(measuring: Measuring, node: FieldNode, parent: GraphQLCompositeType): Amount {
  const { value: name } = node.name;
  const known = isUnionType(parent) ? undefined : parent.getFields()[name];
  const field = name === TypeNameMetaFieldDef.name ? TypeNameMetaFieldDef : known;
  // The schema itself is in the router's memory.
  if (!field) return 0;
  const inside = sizeOfSet(measuring, node.selectionSet, getNamedType(field.type));
  return measuring.sizeOfField(parent, field, node, inside);
}

function typesOf({ schema }: ClientOperation, type: GraphQLNamedType): string[] {
  return isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : [type.name];
}

function isLeftOut(node: SelectionNode, variables: Variables): boolean {
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false
  );
}
