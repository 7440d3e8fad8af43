import { createHash } from 'node:crypto';
import { concatAST, type DefinitionNode, Kind, parse, print, separateOperations, type Source } from 'graphql';

/** A persisted-query manifest in Apollo's format. */
export interface Manifest {
  format: 'apollo-persisted-query-manifest';
  version: 1;
  operations: { id: string; name: string; type: string; body: string }[];
}

/**
 * The manifest of clients' operations. A body is the operation and the fragments that it spreads, as graphql-js prints them,
 * without comments: a comment makes no other id. Its id is the body's SHA-256.
 *
 * @param sources may spread each other's fragments.
 * @throws GraphQLError for a document that cannot be parsed; Error for an operation without a name, or names that stand twice.
 */
export function manifestOf(sources: readonly Source[]): Manifest {
  const documents = sources.map((source) => ({ source, document: parse(source) }));
  const places = new Map<string, string>();
  for (const { source, document } of documents) {
    for (const definition of document.definitions) {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue;
      const { name } = definition;
      if (!name) throw new Error(`${source.name} has an operation without a name: clients name it by one.`);
      const key = `${definition.kind === Kind.FRAGMENT_DEFINITION ? 'a fragment' : 'an operation'} ${name.value}`;
      const before = places.get(key);
      if (before !== undefined) throw new Error(`${before} and ${source.name} both have ${key}: rename one.`);
      places.set(key, source.name);
    }
  }
  const separated = separateOperations(concatAST(documents.map(({ document }) => document)));
  const operations = Object.entries(separated).map(([name, document]) => {
    const body = print({ ...document, definitions: document.definitions.toSorted(byKindAndName) });
    const type = document.definitions.flatMap((one) => (one.kind === Kind.OPERATION_DEFINITION ? one.operation : []));
    return { id: createHash('sha256').update(body).digest('hex'), name, type: type[0] ?? 'query', body };
  });
  operations.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

/** The operation first, then fragments by their names, as Apollo's clients sort them. */
function byKindAndName(a: DefinitionNode, b: DefinitionNode): number {
  const [first, second] = [a, b].map((one) =>
    'name' in one && one.kind === Kind.FRAGMENT_DEFINITION ? one.name.value : '',
  );
  return (first ?? '') < (second ?? '') ? -1 : 1;
}
