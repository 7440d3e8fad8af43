/** One thing that a subgraph must show. */
export interface Check {
  /** What it shows, in words; distinct among the checks of a subgraph. */
  name: string;
  /** @throws Error when the subgraph cannot be reached, or answers what is no GraphQL. */
  run: () => Promise<Outcome>;
}

/** What is wrong, and what to do; nothing when all is well. Or why nobody could look. */
export type Outcome = { problems: string[] } | { skipped: string };
