import { type GraphQLSchema, parse, type Source } from 'graphql';
import type { BrokenOperation } from './finding.ts';
import { operationCoordinates } from './operation-coordinates.ts';
import type { Tree } from './tree.ts';

/** What the operations of a tree use of a schema. */
export function usesOf(
  { operations }: Tree,
  schema: GraphQLSchema,
): { operation: BrokenOperation; source: Source; coordinates: ReadonlySet<string> }[] {
  return operations.map((source) => ({
    operation: { file: source.name, owner: ownerOf(source) },
    source,
    coordinates: operationCoordinates(schema, parse(source)),
  }));
}

/** The team in `# owner: <team>`, the first line of a document. */
function ownerOf({ body }: Source): string {
  return /^# owner: (\S+)/.exec(body)?.[1] ?? 'nobody';
}
