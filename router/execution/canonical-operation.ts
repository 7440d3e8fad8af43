import {
  type ASTNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
  type SelectionNode,
  visit,
} from 'graphql';
import { type CanonicalSelection, collectSelection } from './canonical-selection.ts';
import { type Conditions, isCondition, isIncluded } from './conditions.ts';
import type { Refusals } from './refusals.ts';
import { toSelectionSet } from './selection-set.ts';
import type { Supergraph } from './supergraph.ts';

/** An operation without a name that its client chose: what the planner sees, and what plans are kept by. */
export interface CanonicalOperation {
  /** Undefined when there is nothing to fetch. */
  document: DocumentNode | undefined;
  /** The document as a text: the same for operations that differ in aliases, white space, fragments and names alone. */
  text: string;
  /** The name that each of the document's variables has in the client's operation. */
  variables: ReadonlyMap<string, string>;
  /** The key under which a field's value comes. */
  keyOf: (field: FieldNode) => string;
}

/**
 * Rewrites an operation. The planner adds fields of its own, keys and what `@requires` names, under their own names; a
 * client's alias or variable that is called like one of them would be taken for it. Here a field has its own name, so that
 * both ask for the same; one that is asked for with several arguments has another name for each. What the client leaves
 * out (`@skip`, `@include`) is left out before it is planned: a plan for both ways asks for requirements of fields that are
 * not there.
 *
 * @param supergraph what the planner may ask for by itself, and which interfaces it may be asked for without a type.
 * @param refusals what of it the caller may not see: it is left out as if the client had not asked for it.
 * @throws GraphQLError for one that has to be asked of very many types apart.
 */
export function toCanonicalOperation(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  conditions: Conditions,
  { required, interfaceObjects }: Pick<Supergraph, 'required' | 'interfaceObjects'>,
  refusals?: Refusals,
): CanonicalOperation {
  const names = createNames(schema, required, operation.operation);
  const root = schema.getRootType(operation.operation) as GraphQLCompositeType;
  const selection: CanonicalSelection = { fields: new Map(), fragments: new Map() };
  const includes = (node: Pick<SelectionNode, 'directives'>) => isIncluded(node, conditions);
  const collection = { schema, fragments, includes, keyOf: names.keyOf, interfaceObjects, refusals, apart: 0 };
  collectSelection(collection, selection, root, operation.selectionSet);
  selection.fields.delete('__typename');
  const canonical = { variables: names.variables, keyOf: names.keyOf };
  if (selection.fields.size === 0 && selection.fragments.size === 0)
    return { ...canonical, document: undefined, text: '' };

  const definitions = operation.variableDefinitions ?? [];
  const selectionSet = toSelectionSet(selection, names.rename);
  const clientNames = [...names.variables];
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.OPERATION_DEFINITION,
        operation: operation.operation,
        variableDefinitions: clientNames.flatMap(([name, clientName]) =>
          definitions
            .filter((definition) => definition.variable.name.value === clientName)
            .map(({ type, defaultValue }) => ({
              kind: Kind.VARIABLE_DEFINITION as const,
              variable: { kind: Kind.VARIABLE as const, name: { kind: Kind.NAME as const, value: name } },
              type,
              ...(defaultValue && { defaultValue }),
            })),
        ),
        selectionSet,
      },
    ],
  };
  return { ...canonical, document, text: print(document) };
}

/** The names of one operation's variables and fields. */
function createNames(schema: GraphQLSchema, required: ReadonlySet<string>, kind: OperationTypeNode) {
  // By the client's name.
  const byClient = new Map<string, string>();
  const variables = new Map<string, string>();
  const keys = new WeakMap<FieldNode, string>();
  const byArguments = new Map<string, string>();
  const ownNames = new Set<string>();
  const taken = fieldNamesOf(schema);
  const writes = (kind === OperationTypeNode.MUTATION && schema.getMutationType()?.getFields()) || {};

  const nameOf = (clientName: string) => {
    let name = byClient.get(clientName);
    if (name === undefined) {
      name = `v${byClient.size}`;
      byClient.set(clientName, name);
      variables.set(name, clientName);
    }
    return name;
  };
  const rename = <T extends ASTNode>(node: T): T =>
    visit(node, {
      Variable: (variable) => ({ ...variable, name: { ...variable.name, value: nameOf(variable.name.value) } }),
    });

  return {
    variables,
    rename,
    keyOf(field: FieldNode): string {
      let key = keys.get(field);
      if (key === undefined) {
        key = keyFor(field);
        keys.set(field, key);
      }
      return key;
    },
  };

  function keyFor({ alias, name, arguments: given = [], directives = [], selectionSet }: FieldNode): string {
    const mattering = directives.filter((directive) => !isCondition(directive));
    const isPlain = given.length === 0 && mattering.length === 0 && !taken.withArguments.has(name.value);
    const isWrite = Object.hasOwn(writes, name.value);
    if (isPlain && !selectionSet && !isWrite) return name.value;
    const parts = [...given.toSorted((a, b) => (a.name.value < b.name.value ? -1 : 1)), ...mattering];
    // An object under two names is two: what fails in one of them is no fault of the other. What changes something is done
    // as often as it is asked for.
    const response = selectionSet || isWrite ? (alias ?? name).value : '';
    const text = [response, name.value, ...parts.map((part) => print(rename(part)))].join(' ');
    let key = byArguments.get(text);
    // The planner asks for a requirement with arguments under the field's own name.
    if (key === undefined && (isPlain || !required.has(name.value)) && !ownNames.has(name.value)) {
      ownNames.add(name.value);
      key = name.value;
    }
    for (let n = byArguments.size; key === undefined; n += 1) {
      if (!taken.all.has(`${name.value}__${n}`)) key = `${name.value}__${n}`;
    }
    byArguments.set(text, key);
    return key;
  }
}

/** Of all types: one name may have arguments in one of them alone. */
function fieldNamesOf(schema: GraphQLSchema): { all: ReadonlySet<string>; withArguments: ReadonlySet<string> } {
  const known = fieldNames.get(schema);
  if (known) return known;
  const fields = Object.values(schema.getTypeMap()).flatMap((type) =>
    'getFields' in type ? Object.values(type.getFields()) : [],
  );
  const withArguments = fields.filter((field) => 'args' in field && field.args.length > 0);
  const names = {
    all: new Set(fields.map(({ name }) => name)),
    withArguments: new Set(withArguments.map(({ name }) => name)),
  };
  fieldNames.set(schema, names);
  return names;
}

const fieldNames = new WeakMap<GraphQLSchema, ReturnType<typeof fieldNamesOf>>();
