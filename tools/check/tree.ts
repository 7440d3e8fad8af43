import { join } from 'node:path';
import type { Source } from 'graphql';
import { type Composition, composeSupergraph } from '../composition/compose-supergraph.ts';
import { readSupergraphConfig, type SubgraphConfig } from '../composition/supergraph-config.ts';
import { readOperations } from '../operations/read-operations.ts';

/** What a state of the repository says about its interfaces. */
export interface Tree {
  folder: string;
  subgraphs: SubgraphConfig[];
  composition: Composition;
  /** What clients send. */
  operations: Source[];
}

/** @param anyVersion accepts a supergraph.yaml that asks for another version of composition than the installed one. */
export async function readTree(folder: string, anyVersion = false): Promise<Tree> {
  const subgraphs = await readSupergraphConfig(join(folder, 'supergraph.yaml'), anyVersion);
  return {
    folder,
    subgraphs,
    composition: composeSupergraph(subgraphs),
    operations: await readOperations(join(folder, 'operations')),
  };
}
