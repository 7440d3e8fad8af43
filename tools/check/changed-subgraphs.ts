import type { SubgraphConfig } from '../composition/supergraph-config.ts';
import type { Tree } from './tree.ts';

/** A subgraph whose schema is another text than before, or that was not there. */
export interface ChangedSubgraph {
  before: SubgraphConfig | undefined;
  after: SubgraphConfig;
}

/** To build and compare the schemas of all the others would be most of the check's time. */
export function changedSubgraphs(base: Tree, head: Tree): ChangedSubgraph[] {
  return head.subgraphs
    .map((after) => ({ before: base.subgraphs.find(({ name }) => name === after.name), after }))
    .filter(({ before, after }) => before?.sdl.body !== after.sdl.body);
}
