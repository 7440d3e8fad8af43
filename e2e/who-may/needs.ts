import { getNamedType, type GraphQLField, type GraphQLNamedType } from 'graphql';
import { directivesOf } from './directives-of.ts';

/** What the schema says that whoever asks for a field must have: for the field, what it gives, and the type that has it. */
export function needsOf(
  field: GraphQLField<unknown, unknown> | undefined,
  type: GraphQLNamedType | undefined,
): string[] {
  const nodes = [field?.astNode, field && getNamedType(field.type).astNode, type?.astNode];
  const needs = nodes.flatMap((node) => [
    ...directivesOf(node, 'authenticated').map(() => 'a token'),
    ...directivesOf(node, 'requiresScopes').map(({ scopes }) => alternatives(scopes)),
    ...directivesOf(node, 'policy').map(({ policies }) => `the policy ${alternatives(policies)}`),
  ]);
  return [...new Set(needs)];
}

function alternatives(all: unknown): string {
  return (all as string[][]).map((names) => names.map((name) => `\`${name}\``).join(' and ')).join(' or ');
}
