/** A running subgraph, as a router sees it. */
export interface Subject {
  /** Of its GraphQL endpoint. */
  url: string;
  /** Addresses of `/metrics` that together count what its core does; none, where nobody counts. */
  metrics: readonly string[];
  /** The same subgraph before a core that takes calls and never answers; undefined where there is none. */
  unanswered?: string | undefined;
}

/** A type with a key, and how the kit comes by some of them. */
export interface EntityUnderTest {
  type: string;
  /**
   * Makes or finds so many of them, or as many as there are, two at least, all different.
   *
   * @returns for each what is known of it: its key fields, and any others with the values that they must have.
   */
  find: (count: number) => Promise<Known[]>;
  /**
   * What `_entities` gives beside the key for a key that it does not know, where that is not null: a subgraph that adds
   * fields to another's entity cannot tell.
   */
  unknown?: Known | undefined;
}

/** Fields and their values, as a response has them. */
export type Known = Record<string, unknown>;
