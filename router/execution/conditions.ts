import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type ValueNode,
  visit,
} from 'graphql';

/** The values of the variables that `@skip` and `@include` ask for. */
export type Conditions = ReadonlyMap<string, boolean>;

/** Whether a directive says if something is asked for. */
export function isCondition({ name }: Pick<DirectiveNode, 'name'>): boolean {
  return name.value === 'skip' || name.value === 'include';
}

/** The variables that decide what a document asks for. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      if (!isCondition(directive)) return;
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names];
}

/** @throws GraphQLError for a variable that is null: one with a default may be so where null is not allowed. */
export function toConditions(names: readonly string[], variables: Record<string, unknown>): Conditions {
  return new Map(
    names.flatMap((name) => {
      const value = variables[name];
      if (value === undefined) return [];
      if (typeof value === 'boolean') return [[name, value] as const];
      throw new GraphQLError(`Variable "$${name}" must not be null where @skip or @include asks for it.`, {
        extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
      });
    }),
  );
}

/** Whether a field or fragment is asked for (https://spec.graphql.org/September2025/#sec--skip). */
export function isIncluded({ directives = [] }: Pick<SelectionNode, 'directives'>, conditions: Conditions): boolean {
  return directives
    .filter(isCondition)
    .every(({ name, arguments: given = [] }) => isTrue(given[0]?.value, conditions) === (name.value === 'include'));
}

function isTrue(value: ValueNode | undefined, conditions: Conditions): boolean {
  if (value?.kind === Kind.VARIABLE) return conditions.get(value.name.value) ?? false;
  return value?.kind === Kind.BOOLEAN && value.value;
}
