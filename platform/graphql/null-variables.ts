import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

/**
 * Finds variables that are null where null may not be. Validation lets a nullable variable into such a place when it, or the
 * place, has a default (https://spec.graphql.org/September2025/#sec-All-Variable-Usages-Are-Allowed); a null that was given
 * takes none, and whoever runs the operation fails.
 *
 * @param variables of which none is wrong by itself.
 * @returns an error for each such variable that a part of the operation uses which is not left out.
 */
export function nullVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const values = valuesOf(operation, variables);
  const nulls = new Set([...values].filter(([, value]) => value === null).map(([name]) => name));
  const errors: GraphQLError[] = [];
  if (nulls.size === 0) return errors;

  const fragments = new Map(
    document.definitions.map((node) => [node.kind === Kind.FRAGMENT_DEFINITION && node.name.value, node]),
  );
  const reached = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const enterSelection = (node: SelectionNode) => {
    if (isLeftOut(node, values)) return false;
    if (node.kind === Kind.FRAGMENT_SPREAD) reached.add(node.name.value);
    return undefined;
  };
  const visitor = visitWithTypeInfo(typeInfo, {
    Field: enterSelection,
    InlineFragment: enterSelection,
    FragmentSpread: enterSelection,
    Variable(node) {
      const name = node.name.value;
      const type = typeInfo.getInputType();
      if (!isNonNullType(type) || !nulls.delete(name)) return;
      const description = `must not be null where ${type.toString()} is expected`;
      const extensions = { code: 'BAD_USER_INPUT', fieldViolations: [{ field: name, description }] };
      errors.push(new GraphQLError(`Variable "$${name}" ${description}.`, { nodes: node, extensions }));
    },
  });
  visit(operation, visitor);
  // It grows while it is walked.
  for (const name of reached) {
    const fragment = fragments.get(name);
    if (fragment) visit(fragment, visitor);
  }
  return errors;
}

/** Given, or else the default; of a default it matters here whether it is null, true or false. */
function valuesOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Map<string, unknown> {
  return new Map(
    variableDefinitions.map(({ variable: { name }, defaultValue }) => [
      name.value,
      Object.hasOwn(variables, name.value)
        ? variables[name.value]
        : defaultValue?.kind === Kind.NULL
          ? null
          : defaultValue?.kind === Kind.BOOLEAN && defaultValue.value,
    ]),
  );
}

/** By `@skip` or `@include` (https://spec.graphql.org/September2025/#sec-Type-System.Directives.Built-in-Directives). */
function isLeftOut({ directives = [] }: SelectionNode, values: ReadonlyMap<string, unknown>): boolean {
  return directives.some((directive) => {
    const value = conditionOf(directive, values);
    return directive.name.value === 'skip' ? value === true : directive.name.value === 'include' && value === false;
  });
}

function conditionOf({ arguments: [condition] = [] }: DirectiveNode, values: ReadonlyMap<string, unknown>): unknown {
  if (condition?.value.kind === Kind.VARIABLE) return values.get(condition.value.name.value);
  return condition?.value.kind === Kind.BOOLEAN ? condition.value.value : undefined;
}
