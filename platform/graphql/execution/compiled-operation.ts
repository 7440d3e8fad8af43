import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { CompiledFields } from './compiled.ts';
import { compileFields } from './compiled-fields.ts';

/** What follows from an operation's document alone. */
export interface CompiledOperation {
  fragments: Record<string, FragmentDefinitionNode>;
  root: CompiledFields;
}

/**
 * Compiles an operation, once: documents are kept, each for one schema.
 *
 * @returns undefined for what is rare among what routers send: what depends on a directive, what changes something, and what
 *   asks for the schema.
 */
export function compiledOperation(options: {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
}): CompiledOperation | undefined {
  const { operation } = options;
  if (!known.has(operation)) known.set(operation, compile(options));
  return known.get(operation);
}

const known = new WeakMap<OperationDefinitionNode, CompiledOperation | undefined>();

function compile({ schema, document, operation }: Parameters<typeof compiledOperation>[0]) {
  const root = schema.getQueryType();
  if (operation.operation !== OperationTypeNode.QUERY || !root || hasTypeTests(schema)) return undefined;
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  const sets = [operation, ...Object.values(fragments)].map(({ selectionSet }) => selectionSet);
  if (!sets.every(isPlainSet)) return undefined;
  return { fragments, root: compileFields(schema, fragments, root, [operation.selectionSet]) };
}

/** Does a type look at its values to say whether they are its own? */
function hasTypeTests(schema: GraphQLSchema): boolean {
  return Object.values(schema.getTypeMap()).some((type) => isObjectType(type) && hasTypeTest(type));
}

function hasTypeTest({ isTypeOf }: GraphQLObjectType): boolean {
  return isTypeOf != null;
}

function isPlainSet({ selections }: SelectionSetNode): boolean {
  return selections.every(isPlain);
}

function isPlain(node: SelectionNode): boolean {
  if (node.directives?.length) return false;
  if (node.kind === Kind.FRAGMENT_SPREAD) return true;
  if (node.kind === Kind.FIELD && isSpecial(node.name.value, node.alias?.value)) return false;
  return !node.selectionSet || isPlainSet(node.selectionSet);
}

/** The schema's own fields, and the name that would change the prototype of an answer's object. */
function isSpecial(name: string, alias: string | undefined): boolean {
  return name === '__schema' || name === '__type' || (alias ?? name) === '__proto__';
}
