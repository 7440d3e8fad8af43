import type { DefinitionNode, DocumentNode, Location } from 'graphql';
import type { Place } from './problem.ts';

/** A subgraph's schema, parsed. */
export interface ParsedSubgraph {
  name: string;
  typeDefs: DocumentNode;
}

/**
 * Where the schemas say what a message names, for an error to which composition gives no place: the definitions of the
 * quoted coordinates (`"Product.archived"`), in the subgraphs that the message quotes; else of the types (`"Product"`).
 */
export function placesNamed(message: string, subgraphs: readonly ParsedSubgraph[]): Place[] {
  const quoted = new Set([...message.matchAll(/"(\w+(?:\.\w+)?)"/g)].map(([, name = '']) => name));
  const named = subgraphs.filter(({ name }) => quoted.has(name));
  const definitions = (named.length > 0 ? named : subgraphs).flatMap(({ name, typeDefs }) =>
    typeDefs.definitions.flatMap((definition) => coordinatesIn(definition, name)),
  );
  const found = definitions.filter(({ coordinate }) => quoted.has(coordinate));
  const fields = found.filter(({ coordinate }) => coordinate.includes('.'));
  return (fields.length > 0 ? fields : found).map(({ place }) => place);
}

function coordinatesIn(definition: DefinitionNode, subgraph: string): { coordinate: string; place: Place }[] {
  if (!('name' in definition) || !definition.name) return [];
  const type = definition.name.value;
  const parts = [
    ...('fields' in definition ? (definition.fields ?? []) : []),
    ...('values' in definition ? (definition.values ?? []) : []),
  ];
  const at = (coordinate: string, { loc }: { readonly loc?: Location | undefined }) => {
    if (!loc) return [];
    const { source, startToken } = loc;
    const place = { subgraph, file: source.name, line: startToken.line, column: startToken.column };
    return [{ coordinate, place }];
  };
  return [...at(type, definition), ...parts.flatMap((part) => at(`${type}.${part.name.value}`, part))];
}
