import { markedInteger, MAX_DIGITS } from '@commerce/platform/values/json';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  type GraphQLSchema,
  type IntValueNode,
  isSpecifiedScalarType,
  Kind,
  TypeInfo,
  type ValueNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Keeps the digits of large integers that a document gives to a subgraph's own scalars. The planner reads a literal into a
 * number and prints that into what it asks of the subgraph; here it gets a text that stands for the integer, and who sends
 * the subgraph its request puts that back (`withMarkedIntegers`).
 *
 * @returns the document that is planned: the same for the same, since plans are kept by it.
 */
export function withKeptLiterals({ schema, document, text }: Written): DocumentNode {
  return MANY_DIGITS.test(text) ? keptLiterals(schema, document) : document;
}

interface Written {
  schema: GraphQLSchema;
  document: DocumentNode;
  /** Its text. */
  text: string;
}

const MANY_DIGITS = /\d{16}/;

function keptLiterals(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const known = kept.get(document);
  if (known) return known;
  const typeInfo = new TypeInfo(schema);
  const made = visit(
    document,
    visitWithTypeInfo(typeInfo, { IntValue: (node) => keptLiteral(node, typeInfo.getInputType()) }),
  );
  kept.set(document, made);
  return made;
}

const kept = new WeakMap<DocumentNode, DocumentNode>();

/** @param type none within a value of a scalar. */
function keptLiteral(node: IntValueNode, type: GraphQLInputType | null | undefined): ValueNode | undefined {
  if (Number.isSafeInteger(Number(node.value)) || node.value.length > MAX_DIGITS) return undefined;
  if (type && isSpecifiedScalarType(getNamedType(type))) return undefined;
  return { ...node, kind: Kind.STRING, value: markedInteger(node.value) };
}
