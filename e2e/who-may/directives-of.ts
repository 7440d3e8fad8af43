import { type ConstDirectiveNode, valueFromASTUntyped } from 'graphql';

/** What has directives in an SDL; what was built without one has none. */
interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** The arguments of each directive of a name. */
export function directivesOf(node: Annotated | null | undefined, name: string): Record<string, unknown>[] {
  const all = node?.directives?.filter((directive) => directive.name.value === name) ?? [];
  return all.map(({ arguments: given = [] }) =>
    Object.fromEntries(given.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)])),
  );
}
