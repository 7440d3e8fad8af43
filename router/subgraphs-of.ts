import { type ArgumentNode, Kind, parse } from 'graphql';

/**
 * The subgraphs that a supergraph names, with their addresses, in the values of its enum `join__Graph`
 * (https://specs.apollo.dev/join/v0.3/#Graph).
 *
 * @throws GraphQLError when the text is no SDL.
 */
export function subgraphsOf(supergraphSdl: string): { name: string; url: string }[] {
  return parse(supergraphSdl, { noLocation: true }).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') return [];
    return (definition.values ?? []).map(({ directives = [] }) => {
      const graph = directives.find(({ name }) => name.value === 'join__graph');
      return { name: argument(graph?.arguments, 'name'), url: argument(graph?.arguments, 'url') };
    });
  });
}

function argument(args: readonly ArgumentNode[] = [], name: string): string {
  const value = args.find((arg) => arg.name.value === name)?.value;
  return value?.kind === Kind.STRING ? value.value : '';
}
