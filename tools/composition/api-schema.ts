import { type DefinitionNode, type GraphQLSchema, Kind, parse, print, printSchema } from 'graphql';

/**
 * What clients see of a graph, as SDL: what introspection says, so that types made from either are the same. It names no
 * subgraph and no permission: docs/decisions/api-schema.md says why.
 *
 * @param schema without what is of federation. Its definitions are written by name, and not as they happened to be found,
 *   so that a change of one moves no other.
 */
export function apiSchemaOf(schema: GraphQLSchema): string {
  const { definitions } = parse(printSchema(schema), { noLocation: true });
  return `${definitions.toSorted(byName).map(print).join('\n\n')}\n`;
}

function byName(a: DefinitionNode, b: DefinitionNode): number {
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

/** Directives first. The schema's own definition, which has no name, comes before everything. */
function nameOf(definition: DefinitionNode): string {
  if (!('name' in definition) || !definition.name) return '';
  return `${definition.kind === Kind.DIRECTIVE_DEFINITION ? '@' : ''}${definition.name.value}`;
}
