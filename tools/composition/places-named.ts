import type { DocumentNode } from 'graphql';
import { type Place, placeAt } from './problem.ts';
import { schemaLocations } from './schema-locations.ts';

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
    schemaLocations(typeDefs).map((location) => ({ ...location, subgraph: name })),
  );
  const found = definitions.filter(({ coordinate }) => quoted.has(coordinate));
  const fields = found.filter(({ coordinate }) => coordinate.includes('.'));
  return (fields.length > 0 ? fields : found).map(({ subgraph, loc }) => placeAt(subgraph, loc));
}
