import type { SubgraphSchema } from './subgraph-schema.ts';

/** A rule about a subgraph's SDL, which needs no running subgraph. */
export interface SchemaRule {
  /** The rule, in a sentence. */
  says: string;
  /** For each place that breaks it: the coordinate, what is wrong, and what to do. */
  problemsOf: (schema: SubgraphSchema) => string[];
}
